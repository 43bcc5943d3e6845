"""What the compiled pass (scan.py) knows of a code point, and how it marks the places that it finds."""

#: which rule looks at a place
NUMBER, EMAIL, PLATE, NAME, HOUSE_NUMBER, COLON, PLUS, HAN_NUMBER, NICKNAME, PROFILE = RULES = range(10)
#: added to a mark: a short question stands in the line above, heads of columns do in a line further up, the word of a contact
#: does before it in its line, or right behind it, or in a short line above
RULE, ASKED, HEADED, NEAR, BEHIND, TITLED = 15, 16, 32, 64, 128, 256

# A code point's entry in `info` (forms.py): flags | kind. Kind 0 is of no interest; RARE are a line feed and 艾昵暱搜.
DIGIT, LATIN, SIGN, PROVINCE, HOUSE, HAN_DIGIT, RARE = range(1, 8)
KIND, NUMBER_FINAL, NAME_FINAL, WECHAT_FINAL, GLUE, STREET = 7, 8, 16, 32, 64, 128
#: slots of the hashed tables of the ends of labels (forms.py): a prime, known where the pass is compiled
HASHES = 32749
