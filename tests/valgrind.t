#!/bin/bash
# A few commands under valgrind: no invalid access, nothing uninitialised, nothing lost.
. "$(dirname "$0")/lib.sh"
. "$top/tests/fault/commands.sh"
cat >supp <<'END'
{
   the threads of OpenMP live as long as the program
   Memcheck:Leak
   match-leak-kinds: possible,definite
   ...
   obj:*/libgomp.so*
}
END
for c in "${commands[@]}"; do
	fresh
	timeout 300 valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --suppressions=supp \
		$(command_of "$c") >stdout 2>stderr
	got=$?
	if [ $got -eq 0 ] || { [ $got -eq 1 ] && [ "${c%% *}" = xcompare ]; }; then pass "$c"
	else flunk "$c" "exit $got" "$(grep -v '^==.*== *$' stderr | head -30)"; fi
done
done_testing
