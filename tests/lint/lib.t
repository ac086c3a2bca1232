#!/bin/bash
# The words of lib.sh object when they should: a test that cannot fail is a defect.
. "$(dirname "$0")/../lib.sh"

says() {	# says ok|not WHAT WORD...: the TAP line that the word prints begins so
	local want=$1 what=$2 got
	got=$("${@:3}")
	case $got in
	"$want "*) pass "$what" ;;
	*) flunk "$what" "it printed '$got'" ;;
	esac
}
both() { echo a; echo a >&2; return 3; }
lines() { printf 'a\nb\n' >&2; return 3; }
silently() { return 3; }
says ok 'is: equal' is w a a
says not 'is: different' is w a b
says not 'is: nothing where something was expected' is w '' a
says not 'is: two empty sides' is w '' ''
says ok 'none: nothing' none w ''
says not 'none: something' none w a
says ok 'near: within the tolerance' near w 1.05e0 1 0.1
says ok 'near: a negative number' near w -.5 -0.5 0
says not 'near: beyond the tolerance' near w 1.2 1 0.1
for x in '' nan inf word '1 2'; do
	says not "near: '$x' got" near w "$x" 0 1e9
	says not "near: '$x' expected" near w 0 "$x" 1e9
	says not "near: '$x' for a tolerance" near w 0 0 "$x"
done
says ok 'ok: status 0' ok w true
says not 'ok: another status' ok w false
says ok 'fails: as said' fails 3 b bash -c 'echo ab >&2; exit 3'
says not 'fails: another status' fails 4 a bash -c 'echo a >&2; exit 3'
says not 'fails: success' fails 3 a true
says not 'fails: without a message' fails 3 a silently
says not 'fails: two lines' fails 3 a lines
says not 'fails: another message' fails 3 c bash -c 'echo a >&2; exit 3'
says not 'fails: output all the same' fails 3 a both
says not 'a word that does not exist' bash -c '. "$0"; no_such_word a b; done_testing' "$top/tests/lib.sh" 2>/dev/null
done_testing
