#!/bin/bash
# KILLS (200) kills at random times, -TERM, -INT and -KILL in turn: the file under its final name is always the old one or the
# complete new one, and but for -KILL nothing else is left.
. "$(dirname "$0")/../lib.sh"
kills=${KILLS:-200}

xphantom shepp2d --size 256 --angles 200 --rows 20 -o big.nrrd
kinds=(nrrd h5 tif npy)
now() { date +%s%N; }
for k in "${kinds[@]}"; do	# how long it takes, and what it gives
	t=$(now)
	xconvert big.nrrd -o "want.$k" || flunk "xconvert to $k"
	span[$((n++))]=$((($(now) - t) / 1000))
done
mkdir out
RANDOM=20 torn=0 litter=0 early=0
echo old >old
for ((i = 0; i < kills; i++)); do
	k=${kinds[$((i % ${#kinds[@]}))]} sig=(TERM INT KILL HUP) sig=${sig[$((RANDOM % 4))]}
	rm -rf out && mkdir out
	[ $((RANDOM % 2)) -eq 0 ] || cp old "out/x.$k"
	before=$(cat "out/x.$k" 2>/dev/null)
	us=$((RANDOM * span[i % ${#kinds[@]}] * 12 / 10 / 32768))
	env --default-signal=INT xconvert big.nrrd -o "out/x.$k" 2>/dev/null &
	sleep "$(printf '0.%06d' $((us < 999999 ? us : 999999)))"
	kill -$sig $! 2>/dev/null && early=$((early + 1))
	wait $! 2>/dev/null
	if [ -e "out/x.$k" ] && ! cmp -s "out/x.$k" "want.$k" && ! { [ "$before" = old ] && cmp -s "out/x.$k" old; }; then
		torn=$((torn + 1))
		echo "# kill $i, -$sig after $us us: out/x.$k is neither old nor complete"
	fi
	if [ $sig != KILL ] && [ -n "$(ls -A out | grep -vx "x\.$k")" ]; then
		litter=$((litter + 1))
		echo "# kill $i, -$sig after $us us: left $(ls -A out)"
	fi
done
echo "# $early of $kills kills came before the end"
is "incomplete files after $kills kills" "$torn" 0
is "temporaries left by those that can be caught" "$litter" 0
ok "at least a third of the kills came before the end" [ "$early" -ge $((kills / 3)) ]
done_testing
