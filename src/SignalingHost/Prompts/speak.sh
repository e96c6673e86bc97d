#!/usr/bin/env bash
# Says every line of prompts.tsv in both languages: speak.sh FOLDER makes FOLDER/zh-CN/Name.wav and FOLDER/en-US/Name.wav.
set -euo pipefail
list=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/prompts.tsv
command -v espeak-ng >/dev/null || { echo "error : espeak-ng is missing, which speaks the prompts: install the package espeak-ng." >&2; exit 1; }
mkdir -p "$1/zh-CN" "$1/en-US"
while IFS=$'\t' read -r name chinese english; do
    espeak-ng -v cmn -s 165 -w "$1/zh-CN/$name.wav" -- "$chinese"
    espeak-ng -v en-us -s 155 -w "$1/en-US/$name.wav" -- "$english"
done < <(tail -n +2 "$list")
