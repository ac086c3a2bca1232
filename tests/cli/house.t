#!/bin/bash
# The house itself: make install and uninstall, make new-tool, the packages, in a copy of the tree.
. "$(dirname "$0")/../lib.sh"
build=${BUILD:-$top/build}
unset MAKEFLAGS MFLAGS MAKELEVEL

copy() {	# sources and what is built, with their times, so that little is built again
	mkdir copy && (cd "$top" && find . -path './build*' -prune -o -path ./.git -prune -o -type f -print0 | xargs -0 cp -p --parents -t "$scratch/copy") &&
		cp -a "$build" copy/build
}
[ -z "$BUILD_SLOW" ] || { skip 'install' 'another build'; done_testing; exit; }
ok 'a copy of the tree' copy
cd copy || exit 1

ok 'make install' make -s install DESTDIR="$scratch/root" PREFIX=/usr
tools="$(cd tools && ls *.c | sed 's/\.c$//') $(cd shell && ls | grep -v '\.sh$')"
for t in $tools; do
	for f in bin/$t share/man/man1/$t.1 share/bash-completion/completions/$t; do
		[ -s "$scratch/root/usr/$f" ] || flunk "install: $f"
	done
done
for f in man5/stream.5 man7/beampipe.7 man7/metadata.7; do
	is "$f" "$([ -s "$scratch/root/usr/share/man/$f" ] && echo there)" there
done
is 'an installed script finds its programs' "$(cd "$scratch" && PATH=/usr/bin:/bin root/usr/bin/bp-recon absent 2>&1)" 'xinfo: absent: No such file or directory'
is 'an installed tool runs' "$("$scratch/root/usr/bin/xinfo" --version)" "$(xinfo --version)"
is 'modes are for all' "$(find "$scratch/root" -type f -not -perm -444 | wc -l)" 0
ok 'make uninstall' make -s uninstall DESTDIR="$scratch/root" PREFIX=/usr
none 'nothing is left' "$(find "$scratch/root" -type f)"

# two sources of the same name in two folders are both in the library
for d in base num; do echo "int twin_$d(void); int twin_$d(void) { return 0; }" >common/$d/twin.c; done
ok 'the library' make -s build/libbeampipe.a
is 'has both' "$(nm build/libbeampipe.a 2>/dev/null | grep -oE 'twin_(base|num)' | sort | xargs)" 'twin_base twin_num'
rm common/{base,num}/twin.c
mv common/num/bin.h .
ok 'a header that is gone is missed' eval '! make -s build/common/num/bin.o'
mv bin.h common/num/

ok 'make new-tool' make -s new-tool NAME=xbrandnew
ok 'its build is clean' make -s build/bin/xbrandnew
none 'no warnings' "$(cat "$scratch/copy/.err")"
PATH=$PWD/build/bin:$PATH bash tests/cli/xbrandnew.t >new.out 2>&1
is 'its test passes' "$(grep -c '^not ok' new.out):$(tail -1 new.out | cut -c 1-3)" '0:1..'
grep '^not ok' -A3 new.out | sed 's/^/# /'
ok 'its page' make -s build/man/xbrandnew.1
ok 'a second one of that name is refused' eval '! make -s new-tool NAME=xbrandnew'
ok 'a bad name is refused' eval '! make -s new-tool NAME=Foo'
ok 'the packages are there already' .ci/deps bash coreutils
mkdir bin && for c in sh cat command; do ln -s "$(command -v $c)" bin/ 2>/dev/null; done
PATH=$PWD/bin sh .ci/deps gcc >deps.out 2>&1
is 'elsewhere than on Debian: what is needed' "$?:$(grep -c HDF5 deps.out)" '1:1'
done_testing
