# lib.sh - sourced by each .t (bash): TAP from the command line.
#	is WHAT GOT EXPECTED     none WHAT GOT     near WHAT GOT EXPECTED TOLERANCE
#	ok WHAT COMMAND...       fails STATUS PATTERN COMMAND...     skip WHAT WHY
#	until_grows FILE     waits
# Each but the last prints one TAP line; done_testing ends the file.  The .t runs in a scratch directory of its own.
export LC_ALL=C OMP_NUM_THREADS=2
shopt -s lastpipe	# so that "producer | fails ..." counts
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=${BEAMPIPE_DATA:-$top/../shared/data}	# real measurements, when present
n_=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/beampipe-test.XXXXXX") && cd "$scratch" || exit 1
trap 'cd / && rm -rf "$scratch"' EXIT
pass() { n_=$((n_ + 1)); echo "ok $n_ - $1"; }
flunk() { n_=$((n_ + 1)); echo "not ok $n_ - $1"; shift; printf '# %s\n' "$@"; }
is() {	# two empty sides are no answer but a command that failed
	if [ -z "$2$3" ]; then flunk "$1" "both sides are empty (where nothing is expected: none WHAT GOT)"
	elif [ "$2" = "$3" ]; then pass "$1"
	else flunk "$1" "got '$2'" "expected '$3'"; fi
}
none() { [ -z "$2" ] && pass "$1" || flunk "$1" "got '$2'" "expected nothing"; }
ok() { local w=$1; shift; if "$@" >.out 2>.err; then pass "$w"; else flunk "$w" "exit $? of $*" "$(head -c 500 .err)"; fi; }
near() {	# what is no number is near to nothing
	awk -v a="$2" -v b="$3" -v t="$4" 'function num(x) { return x ~ /^[-+]?([0-9]+\.?|[0-9]*\.[0-9]+)([eE][-+]?[0-9]+)?$/ }
		BEGIN { d = a - b; exit !(num(a) && num(b) && num(t) && (d < 0 ? -d : d) <= t) }' &&
		pass "$1" || flunk "$1" "got '$2'" "expected $3 within $4"
}
fails() {	# fails STATUS PATTERN COMMAND...: exits so, says so in one line, prints nothing
	local want=$1 pat=$2 got=0 w="exit $1, '$2': ${*:3}"
	shift 2
	"$@" >.out 2>.err || got=$?
	if [ $got -ne "$want" ]; then flunk "$w" "exit $got" "$(head -c 500 .err)"
	elif ! grep -qi -- "$pat" .err; then flunk "$w" "stderr: $(head -c 500 .err)"
	elif [ "$(wc -l <.err)" -ne 1 ]; then flunk "$w" "$(wc -l <.err) lines on stderr" "$(head -c 500 .err)"
	elif [ -s .out ] && [ "$want" -ne 1 ]; then flunk "$w" "wrote $(wc -c <.out) bytes on stdout"
	else pass "$w"; fi
}
until_grows() {	# the file is there and holds something
	local i
	for ((i = 0; i < 1500; i++)); do [ -s "$1" ] && return; sleep 0.02; done
	echo "# $1 did not come"
}
skip() { n_=$((n_ + 1)); echo "ok $n_ - $1 # SKIP $2"; }
command_not_found_handle() { echo "$1: no such command" >&2; touch "$scratch/.unknown"; return 127; }
done_testing() {
	[ ! -e "$scratch/.unknown" ] || flunk "every command of the test is there"
	echo "1..$n_"
}
