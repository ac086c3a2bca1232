#!/bin/bash
# The rules of the house hold.
. "$(dirname "$0")/../lib.sh"
. "$top/tests/lint/rules.sh"
cd "$top" || exit 1
for r in $(rules); do
	found=$("rule_$r" 2>&1 | head -20)
	text=$(declare -f "rule_$r" >/dev/null && sed -n "s/^rule_$r() *{[^#]*# *//p" tests/lint/rules.sh)
	[ -z "$found" ] && pass "$r: $text" || { flunk "$r: $text"; sed 's/^/# /' <<<"$found"; }
done
done_testing
