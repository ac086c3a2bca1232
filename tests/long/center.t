#!/bin/bash
# xcenter over 50 simulated scans of half a turn and 20 with the axis near one side: what auto promises.
. "$(dirname "$0")/../lib.sh"
bash "$top/tests/bench/center.sh" >table
sed 's/^/# /' table
is "all scans were tried" "$(grep -c '^ *[0-9].*|' table)" 70
# 48 of 50 within a quarter and all within half a pixel is asked for; the same of the 20 is 19
is "auto: within 0.25 pixel" "$(awk '$1 == "auto:" { ok = $2 >= 67; print ok }' table)" 1
is "auto: all within 0.5" "$(awk '$1 == "auto:" { print $4, $8 }' table)" "70 70"
is "entropy alone: 48 of 50 within 0.25" "$(awk '$1 == "entropy:" { ok = $2 >= 48; print ok, $4 }' table)" "1 50"
is "overlap: within a pixel, twice what the centre may miss" \
	"$(awk '/\|/ && $NF != "-" && $NF != "overlap" { n++; d = $NF < 0 ? -$NF : $NF; m += d <= 1 } END { print n, m }' table)" "20 20"
done_testing
