#!/bin/sh
# Real English, Japanese and Korean pages for mixed.py: HTML documentation out of Debian packages, unpacked, not installed.
#   sh benchmarks/foreign_pages.sh FOLDER   (Debian or Ubuntu, after `apt-get update`; 280 MB unpacked)
set -eu
mkdir -p "$1/deb"
cd "$1/deb"
apt-get download libreoffice-help-en-us libreoffice-help-ja libreoffice-help-ko debian-handbook installation-guide-amd64 \
    debian-reference-ja developers-reference-ja openjdk-17-doc libboost1.81-doc git-doc postgresql-doc-15
for package in *.deb; do dpkg -x "$package" ../unpacked; done
cd ../unpacked/usr/share
mkdir -p ../../../en ../../../ja ../../../ko
for to in en ja ko; do
    for from in libreoffice/help doc/debian-handbook/html doc/installation-guide-amd64 developers-reference; do
        find "$from" -path "$from/$to*" -name '*.htm*' -type f
    done | while read -r page; do mv "$page" "../../../$to/$(echo "$page" | tr / _)"; done
done
find debian-reference -name '*.html' -type f | while read -r page; do mv "$page" "../../../ja/$(echo "$page" | tr / _)"; done
find doc/openjdk-17-jre-headless doc/libboost1.81-doc doc/git-doc doc/postgresql-doc-15 -name '*.htm*' -type f |
    while read -r page; do mv "$page" "../../../en/$(echo "$page" | tr / _)"; done
rm -r ../../../unpacked
