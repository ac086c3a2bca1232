#!/bin/bash
# @NAME@: samples times a factor.
. "$(dirname "$0")/../lib.sh"

# 2 x 3 samples of uint8: 1 2 3, 4 5 6
{ printf 'NRRD0005\ntype: uint8\ndimension: 2\nsizes: 3 2\nencoding: raw\nlabels: "col" "row"\n\n'; printf '\1\2\3\4\5\6'; } >in.nrrd
samples() { tail -c $(($2 * 4)) "$1" | od -An -tf4 | xargs; }

ok 'a factor' @NAME@ --factor 0.5 in.nrrd -o out.nrrd
is 'its result' "$(samples out.nrrd 6)" '0.5 1 1.5 2 2.5 3'
ok 'without one' @NAME@ in.nrrd -o same.nrrd
is 'nothing changes' "$(samples same.nrrd 6)" '1 2 3 4 5 6'
ok 'a crop' @NAME@ --factor 2 --cols 1:3 in.nrrd -o crop.nrrd
is 'its result' "$(samples crop.nrrd 4)" '4 6 10 12'
is 'the history has the command' "$(grep -ac '^bp.history.0:=@NAME@' out.nrrd)" 1

fails 2 'factor' @NAME@ --factor x in.nrrd
fails 2 'operand' @NAME@ in.nrrd in.nrrd
echo junk >junk.nrrd
fails 3 'junk.nrrd' @NAME@ junk.nrrd
fails 4 'No such file' @NAME@ missing.nrrd
head -c -1 in.nrrd | fails 5 'end' @NAME@ -o short.nrrd
none 'nothing is left' "$(ls -A | grep short)"
done_testing
