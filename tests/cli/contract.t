#!/bin/bash
# The contract that every tool keeps: what help.t does not ask.
. "$(dirname "$0")/../lib.sh"

for c in "$top"/tools/*.c; do
	t=$(basename "$c" .c)
	fails 2 'did you mean --threads' "$t" --threadz 1
	fails 2 'did you mean --memory' "$t" --memroy 1G
	fails 2 'unknown option' "$t" -~
	fails 2 'needs a value' "$t" --output
	fails 2 'takes no value' "$t" --quiet=3
	fails 2 'not a number' "$t" -j nan
	fails 2 'whole number' "$t" -j 1.5
	fails 2 'out of range' "$t" -j -1
	fails 2 'memory' "$t" --memory 3Q
	case $("$t" --help | head -1) in	# some take any number
	*...) fails 4 'No such file' "$t" a b c d e f g h i ;;
	*) fails 2 'one operand too many' "$t" a b c d e f g h i ;;
	esac
	ok "$t --help=man" "$t" --help=man
	cp .out page
	for s in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' ENVIRONMENT EXAMPLES 'SEE ALSO'; do
		grep -qE "^\.SH \"?$s\"?$" page || flunk "$t.1 has $s"
	done
	if command -v mandoc >/dev/null; then
		none "$t.1 lints" "$(mandoc -Tlint page 2>&1 | grep -v 'referenced manual not found' | head -3)"
	fi
	is "$t --help=json has what --help has" "$("$t" --help=json | perl -MJSON::PP -0777 -ne '$j = decode_json($_);
		print join(" ", grep { !/^$/ } map { "--" . $_->{name} } @{$j->{options}}), " ", @{$j->{examples}} >= 2 ? "examples" : "few examples"')" \
		"$("$t" --help | grep -oE '^  (-.,|   ) --[a-z0-9-]+' | grep -oE -- '--[a-z0-9-]+' | tr '\n' ' ')examples"
	"$t" --help=bash >completion
	is "$t: completion is sourced" "$(bash -c '. ./completion && complete -p '"$t" 2>&1)" "complete -o filenames -F _$t $t"
	is "$t: completes options" "$(bash -c '. ./completion; COMP_WORDS=('"$t"' --thr); COMP_CWORD=1; _'"$t"'; echo ${COMPREPLY[@]}')" --threads
	touch 'a file'
	is "$t: completes file names" "$(bash -c '. ./completion; COMP_WORDS=('"$t"' "a f"); COMP_CWORD=1; _'"$t"'; echo "${COMPREPLY[0]}"')" 'a file'
	is "$t: completes the files of -o" "$(bash -c '. ./completion; COMP_WORDS=('"$t"' -o comp); COMP_CWORD=2; _'"$t"'; echo "${COMPREPLY[@]}"')" completion
	is "$t: completes --help=" "$(bash -c '. ./completion; COMP_WORDS=('"$t"' --help = j); COMP_CWORD=3; _'"$t"'; echo "${COMPREPLY[@]}"')" json
	fails 4 'standard output' bash -c "$t --help >/dev/full"
	is "$t --help is whole when stdin is closed" "$("$t" --help <&- | cksum)" "$("$t" --help | cksum)"
done

# choices are completed as they are listed
completed() { "$1" --help=bash >completion; bash -c '. ./completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _$1; echo "${COMPREPLY[@]}"' - "$@"; }
is 'the name of a filter is completed' "$(completed xfilter -f gau)" gaussian
is 'and that of a second one' "$(completed xfilter -f median --filter stripe-f)" stripe-fw
is 'the name of an algorithm is completed' "$(completed xrecon -a grid)" gridrec
is 'a choice is completed' "$(completed xcompare --scale = f)" fit

# the log of runs: one line each, also of those that fail
export BEAMPIPE_PROV=log
xinfo 'absent
file' 2>/dev/null
head -c 4 /dev/zero | xconvert --raw uint8,4 | xinfo --get max >/dev/null
unset BEAMPIPE_PROV
is 'log: a line a run' "$(wc -l <log)" 3
is 'log: what they say' "$(perl -MJSON::PP -ne '$j = decode_json($_); print "$j->{argv}[0] $j->{exit} ", $j->{start} le $j->{end} && $j->{end} =~ /Z$/ ? "ok\n" : "bad\n"' log | sort)" "xconvert 0 ok
xinfo 0 ok
xinfo 4 ok"
is 'a log that cannot be written is a note, and no failure' "$(head -c 4 /dev/zero | BEAMPIPE_PROV=absent/log xconvert --raw uint8,4 2>&1 >/dev/null; echo $?)" 'xconvert: note: BEAMPIPE_PROV: cannot write to the log
0'

# progress: on a terminal only, not with -q, and in a pipe by the last tool alone
head -c 4000000 /dev/zero >zeros
if command -v script >/dev/null; then
	slow='(head -c 2000000 zeros; sleep 0.3; head -c 2000000 zeros)'
	convert='xconvert --raw uint8,1000,4000 zeros'
	drawn() { script -qc "$1" /dev/null | grep -aoE 'x[a-z]+: [0-9]+ of 1000 items' | sed 's/:.*//' | sort -u | tr '\n' ' '; }
	is 'progress on a terminal' "$(drawn "$convert -o x.nrrd")" 'xconvert '
	is 'by the last tool of a pipe alone' "$(drawn "$convert | xconvert -o x.nrrd")" 'xconvert '
	none 'not by one that writes into a pipe' "$(drawn "$convert | cat >x.nrrd")"
	none 'not with -q' "$(drawn "$convert -q -o x.nrrd")"
fi
none 'no progress into a file' "$(xconvert --raw uint8,1000,4000 zeros -o zeros.nrrd 2>&1)"

# start-up: processor time in milliseconds, the least of 30 runs; a machine with much else to do measures nothing
start_ms() {
	local TIMEFORMAT='%3U %3S' i
	for i in {1..30}; do { time "$@" >/dev/null; } 2>&1; done | awk '{ t = 1000 * ($1 + $2) } NR == 1 || t < least { least = t } END { print least }'
}
busy=$(awk -v n="$(nproc)" '{ print ($1 > 2 * n) }' /proc/loadavg)
for c in "$top"/tools/*.c; do
	t=$(basename "$c" .c)
	if [ -n "$BUILD_SLOW" ]; then skip "$t starts fast" 'slow build'; continue; fi
	ms=$(start_ms "$t" --version)
	if [ "$busy" = 1 ] && [ "$ms" -ge 10 ]; then skip "$t starts fast" "busy machine: $ms ms"; continue; fi
	near "$t starts in under 10 ms: $ms" "$ms" 0 9.999
done
done_testing
