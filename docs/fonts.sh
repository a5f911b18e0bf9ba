#!/bin/sh
# Makes the fonts of the notes: fonts.sh OUT PAGE...
#
# Writes OUT/fonts.css and OUT/fonts/*.woff2, cut down to the characters that the pages use.
# The fonts are found by name among those of the system (Debian: fonts-sil-charis,
# fonts-inter, fonts-jetbrains-mono; all under the Open Font License). Without them, or
# without pyftsubset, the pages use the reader's own fonts.
set -eu
out=$1
shift
mkdir -p "$out/fonts"
: > "$out/fonts.css.new"

# All of ASCII, and what else occurs.
others=$(cat "$@" | LC_ALL=C.UTF-8 grep -o '[^ -~]' | LC_ALL=C sort -u | tr -d '\n\t')
wanted=

# face FAMILY NAME WEIGHT STYLE PATTERN: NAME is that of style.css, PATTERN is fontconfig's.
face() {
    found=$(fc-match -f '%{family}|%{file}' "$1:$5" 2>/dev/null || true)
    file=${found##*|}
    case ",${found%|*}," in
    *",$1,"*) ;;
    *) echo "notes: no font $1; the pages use the reader's own"; return ;;
    esac
    cut=$(printf %s "$file $others" | cksum | cut -d ' ' -f 1)
    woff=$(echo "$2" | tr 'A-Z ' 'a-z-')-$3-$4-$cut.woff2
    wanted="$wanted $woff"
    if [ ! -f "$out/fonts/$woff" ]; then
        pyftsubset "$file" --unicodes=U+0020-007E --text="$others" --flavor=woff2 --no-hinting \
            --drop-tables+=Silt --layout-features=kern,liga,mark,mkmk,ccmp,locl,onum,lnum,tnum \
            --output-file="$out/fonts/$woff" || { echo "notes: cannot cut $file"; return; }
    fi
    cat >> "$out/fonts.css.new" <<END
@font-face { font-family: "$2"; font-weight: $3; font-style: $4; font-display: swap;
             src: url(fonts/$woff) format("woff2"); }
END
}

if command -v pyftsubset >/dev/null && command -v fc-match >/dev/null; then
    face "Charis SIL" "Notes Text" 400 normal weight=80:slant=0
    face "Charis SIL" "Notes Text" 400 italic weight=80:slant=100
    face "Charis SIL" "Notes Text" 700 normal weight=200:slant=0
    face "Charis SIL" "Notes Text" 700 italic weight=200:slant=100
    face "Inter" "Notes Sans" 400 normal weight=80:slant=0
    face "Inter" "Notes Sans" 600 normal weight=180:slant=0
    face "JetBrains Mono" "Notes Mono" 400 normal weight=80:slant=0
else
    echo "notes: no pyftsubset (fonttools) or fc-match (fontconfig): the reader's fonts are used"
fi
for old in "$out"/fonts/*.woff2; do
    case " $wanted " in *" ${old##*/} "*) ;; *) rm -f "$old" ;; esac
done
mv "$out/fonts.css.new" "$out/fonts.css"
