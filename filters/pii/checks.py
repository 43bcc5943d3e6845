"""Check digits, number plans and registers of Chinese identifiers: one pure predicate each, on plain ASCII strings.

Sources: GB 11643 (身份证), GB 32100 and GB 11714 (统一社会信用代码), ISO/IEC 7812 (Luhn), the MIIT prefix plan of 2023
(mobile), the area codes of YD/T 5032 (landline), the published rules of the Hong Kong and Taiwan identity cards.
"""

import datetime
import ipaddress

# First two digits of GB/T 2260; 81 to 83: residence permits of Hong Kong, Macau and Taiwan residents (since 2018).
_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUE = {char: i for i, char in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
# Registering department and kind of body (GB 32100 table 1; later additions included).
_USCC_BODIES = frozenset(
    department + kind
    for department, kinds in {
        **{"1": "1239", "2": "19", "3": "123459", "4": "19", "5": "123459", "6": "129", "7": "129", "8": "19"},
        **{"9": "1239", "A": "19", "N": "1239", "Y": "1"},
    }.items()
    for kind in kinds
)
# Three-digit prefixes in use; 140, 141 and 144 are machine numbers of 13 digits, of no person.
_MOBILE = frozenset(
    "1" + second + third
    for second, thirds in {
        **{"3": "0123456789", "4": "56789", "5": "012356789", "6": "2567", "7": "012345678"},
        **{"8": "0123456789", "9": "012356789"},
    }.items()
    for third in thirds
)
#: the hotline of China Mobile for calls from abroad
_MOBILE_OF_OPERATOR = "13800100186"
_AREA_CODES = frozenset(
    ["010", "020", "021", "022", "023", "024", "025", "027", "028", "029"]
    + [f"0{i}" for i in (*range(310, 320), 335, *range(349, 360), *range(370, 380), *range(391, 399))]
    + [f"0{i}" for i in (*range(410, 420), 421, 427, 429, *range(431, 441), 448, *range(451, 460), 464, 467, 468, 469)]
    + [f"0{i}" for i in (*range(470, 480), 482, 483, *range(510, 520), 523, 527, *range(530, 540), 543, 546)]
    + [f"0{i}" for i in (*range(550, 567), *range(570, 581), *range(591, 600), *range(631, 636), 660, 662, 663, 668)]
    + [f"0{i}" for i in (691, 692, 701, 710, *range(711, 720), 722, 724, 728, *range(730, 740), *range(743, 747))]
    + [f"0{i}" for i in (*range(750, 780), *range(790, 800), *range(812, 820), 825, 826, 827, *range(830, 840))]
    + [
        f"0{i}"
        for i in (*range(851, 860), *range(870, 880), 881, 883, 886, 887, 888, *range(891, 904), *range(906, 920))
    ]
    + [f"0{i}" for i in (*range(930, 940), 941, 943, *range(951, 956), *range(970, 978), *range(979, 980))]
    + [f"0{i}" for i in range(990, 1000)]
)
#: area code of Taiwan -> lengths of local numbers
_TAIWAN_LENGTHS = {
    **{"02": (8,), "03": (7,), "04": (7, 8), "05": (7,), "06": (7,), "07": (7,), "08": (7,)},
    **{"037": (6,), "049": (7,), "082": (6,), "0823": (5,), "0826": (5,), "0836": (5,), "089": (6,)},
}
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_TW_LETTER = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))


def _is_date(digits: str) -> bool:
    try:
        date = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return date.year >= 1880 and date <= datetime.date.today()


def _is_region(digits: str) -> bool:
    """Six digits of GB/T 2260: a known province, a prefecture (01 to 70 have been in use, 90), a county (not 00)."""
    province, prefecture, county = digits[:2], int(digits[2:4]), int(digits[4:6])
    if province not in _PROVINCES:
        return False
    if province >= "71":
        return True
    return (1 <= prefecture <= 46 or prefecture in (51, 52, 53, 90)) and 1 <= county <= 99


def is_id_card(number: str) -> bool:
    """居民身份证, 18 characters: region, date of birth, check character of GB 11643 (ISO 7064 MOD 11-2).

    >>> is_id_card("11010519491231002X")
    True
    """
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number[:17], strict=True))
    return _ID_CHECK[total % 11] == number[17].upper() and _is_region(number[:6]) and _is_date(number[6:14])


def is_id_card_15(number: str) -> bool:
    """居民身份证 of the first generation, 15 digits: region and date only; it has no check digit."""
    return _is_region(number[:6]) and _is_date("19" + number[6:12])


def is_luhn(number: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    total = 0
    for i, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + i % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


# Numbers that the card networks publish for tests; every payment manual holds them.
_SAMPLE_CARDS = frozenset(
    (
        *("4111111111111111", "4012888888881881", "4242424242424242", "5555555555554444", "5105105105105100"),
        *("378282246310005", "371449635398431", "3530111333300000", "3566002020360505", "6200000000000005"),
    )
)


def is_bank_card(number: str) -> bool:
    """BIN and Luhn: UnionPay 62 (16 to 19 digits), old 9558 and 60 cards, Visa, Mastercard, JCB, American Express."""
    n = len(number)
    two, four = number[:2], number[:4]
    known = (
        (two == "62" and 16 <= n <= 19)
        or (four in ("9558", "9559", "9400", "6858", "6859", "6869") and n in (16, 18, 19))
        or (
            number[:3] in ("601", "603", "605", "690", "685", "955", "956", "940", "900", "996", "998", "999")
            and n == 19
        )
        or (number[0] == "4" and n == 16)
        or (("51" <= two <= "55" or "2221" <= four <= "2720") and n == 16)
        or ("3528" <= four <= "3589" and n == 16)
        or (two in ("34", "37") and n == 15)
    )
    return known and number not in _SAMPLE_CARDS and is_luhn(number)


def is_uscc(code: str) -> bool:
    """统一社会信用代码: body, region and the check character of GB 32100 (mod 31, weights 3^i)."""
    if code[:2] not in _USCC_BODIES or not code[2:8].isdigit():
        return False
    if code[2:4] not in _PROVINCES and code[2:4] not in ("10", "00"):
        return False
    if any(char not in _USCC_VALUE for char in code):
        return False
    total = sum(weight * _USCC_VALUE[char] for weight, char in zip(_USCC_WEIGHTS, code[:17], strict=True))
    return _USCC_ALPHABET[(31 - total % 31) % 31] == code[17]


def is_organisation_code(code: str) -> bool:
    """组织机构代码, nine characters with the check character of GB 11714; stands in places 9 to 17 of the former."""
    total = sum(weight * _USCC_VALUE.get(char, 0) for weight, char in zip(_ORGANISATION_WEIGHTS, code[:8], strict=True))
    return "0123456789X0"[(11 - total % 11) % 11 if total % 11 else 0] == code[8]


def is_mobile(number: str) -> bool:
    """Mainland mobile number, 11 digits, prefix in use; rows of one digit and plain runs are samples, of no person."""
    return number[-11:-8] in _MOBILE and len(set(number[-8:])) > 1 and number[-11:] != _MOBILE_OF_OPERATOR


def is_landline(area: str, local: str) -> bool:
    """Area code in use (with its 0) and a local number: eight digits with 010 and 02x, seven or eight elsewhere."""
    if area not in _AREA_CODES or local[0] not in "2345678" or len(set(local)) == 1:
        return False
    return len(local) == 8 if len(area) == 3 else len(local) in (7, 8)


def is_taiwan_landline(area: str, local: str) -> bool:
    """Area code of Taiwan (with its 0) and a local number of the length that is in use there."""
    return len(local) in _TAIWAN_LENGTHS[area] and local[0] != "0"


def is_abroad(country: str, number: str) -> bool:
    """National part of a number of Hong Kong (852), Macau (853) or Taiwan (886), without its trunk 0."""
    if country == "852":
        return len(number) == 8 and number[0] in "2345679"
    if country == "853":
        return len(number) == 8 and number[0] in "268"
    if number[0] == "9":
        return len(number) == 9
    return any(
        is_taiwan_landline("0" + number[:n], number[n:]) for n in (1, 2, 3) if "0" + number[:n] in _TAIWAN_LENGTHS
    )


def is_mobile_abroad(country: str, number: str) -> bool:
    """Whether a national part that passes `is_abroad` is of a mobile: 4 to 7 and 9 in Hong Kong, 6 in Macau, 9 in Taiwan."""
    return number[0] in {"852": "45679", "853": "6", "886": "9"}[country]


def is_hk_id(letters: str, digits: str, check: str) -> bool:
    """Hong Kong identity card: one or two letters, six digits, check character (mod 11 over nine places)."""
    values = [36] if len(letters) == 1 else []
    values += [ord(letter) - 55 for letter in letters] + [int(digit) for digit in digits]
    total = sum(weight * value for weight, value in zip(range(9, 1, -1), values, strict=True))
    return "0123456789A"[(11 - total % 11) % 11] == check


def is_tw_id(number: str) -> bool:
    """Taiwan identity card and the resident permit of 2021 (letter, nine digits) or of old (two letters, eight digits)."""
    first = _TW_LETTER[number[0]]
    second = _TW_LETTER[number[1]] % 10 if number[1].isalpha() else int(number[1])
    if number[1] not in "ABCD1289":
        return False
    digits = [first // 10, first % 10, second, *(int(digit) for digit in number[2:])]
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 10 == 0


# Public resolvers, in every manual: they identify nobody.
_RESOLVERS = frozenset(
    (
        *("1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "114.114.114.114", "114.114.115.115", "223.5.5.5"),
        *("2001:4860:4860::8888", "2001:4860:4860::8844", "2606:4700:4700::1111", "2606:4700:4700::1001"),
        *("2400:3200::1", "2400:3200:baba::1", "240c::6666", "240c::6644", "2402:4e00::", "2001:dc7:1000::1"),
        *("1.2.3.4", "223.6.6.6", "119.29.29.29", "180.76.76.76", "1.2.4.8", "208.67.222.222", "208.67.220.220"),
    )
)


# First groups of which IANA has given out addresses as global unicast.
_IPV6_IN_USE = ((0x2001, 0x2003), (0x2400, 0x2C0F))


def is_public_ip(address: str) -> bool:
    """A global unicast IPv4 or IPv6 address that is no well-known public resolver."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6 and not any(first <= int(ip) >> 112 <= last for first, last in _IPV6_IN_USE):
        return False
    return ip.is_global and not ip.is_multicast and str(ip) not in _RESOLVERS
