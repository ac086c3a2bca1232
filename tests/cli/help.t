#!/bin/bash
# What is the same in every tool: --help and its examples, --version, unknown options, the lists.
. "$(dirname "$0")/../lib.sh"
[ -d "$data/tomo" ] && ln -s "$data"/tomo/* .	# examples may use the measured scans when they are there

for c in "$top"/tools/*.c; do
	t=$(basename "$c" .c)
	ok "$t --help" "$t" --help
	cp .out help
	none "$t --help: nothing on standard error" "$(cat .err)"
	none "$t --help fits 80 columns" "$(awk 'length > 80' help | head -3)"
	ok "$t --version" "$t" --version
	ok "$t --help=json is JSON" bash -c "$t --help=json | perl -MJSON::PP -0777 -ne 'decode_json(\$_)'"
	fails 2 'see --help' "$t" --no-such-option
	fails 2 'see --help' "$t" --help=nothing
	for o in output threads quiet memory tmp no-history help version; do
		grep -q -- "--$o" help || flunk "$t has --$o"
	done
	none "$t --help: every option stands in the page" "$("$t" --help | grep -oE '^ +(-., )?--[a-z0-9-]+' | grep -oE -- '--[a-z0-9-]+' |
		while read -r o; do "$t" --help=man | sed 's/\\-/-/g; s/\\f.//g' | grep -qF -- "$o" || echo "$o"; done)"
done
# the scripts have the same words
for t in $(cd "$top/shell" && ls | grep -v '\.sh$'); do
	ok "$t --help" "$t" --help
	none "$t --help fits 80 columns" "$(awk 'length > 80' .out | head -3)"
	for o in output quiet help version; do grep -q -- "--$o" .out || flunk "$t has --$o"; done
	ok "$t --version" "$t" --version
	is "$t has the version of the tools" "$(cut -d ' ' -f 2- .out)" "$(xinfo --version | cut -d ' ' -f 2-)"
	fails 2 'see --help' "$t" --no-such-option
	fails 2 'needs a value' "$t" -o
	ok "completion of $t" bash -n "${BUILD:-$top/build}/completion/$t"
	ok "$t.1 tells the exit statuses" grep -q '^\.SH.*EXIT STATUS' "${BUILD:-$top/build}/man/$t.1"
done
done_testing
