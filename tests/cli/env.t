#!/bin/bash
# shell/env.sh: the programs of the tree without an installation.
. "$(dirname "$0")/../lib.sh"

built=$(cd "$(dirname "$(command -v xinfo)")/.." && pwd)
mkdir -p tree/shell tree/build/bin tree/build/completion
cp "$top/shell/env.sh" tree/shell/
ln -s "$built"/bin/* tree/build/bin/
cp "$built"/completion/* tree/build/completion/
plain=/usr/bin:/bin
is "PATH" "$(PATH=$plain bash -c '. tree/shell/env.sh; command -v xinfo')" "$PWD/tree/build/bin/xinfo"
is "twice is once" "$(PATH=$plain bash -c '. tree/shell/env.sh; . tree/shell/env.sh; echo "$PATH"')" "$PWD/tree/build/bin:$plain"
is "completion" "$(PATH=$plain bash -c '. tree/shell/env.sh; complete -p xrecon' | grep -c xrecon)" 1
is "another shell" "$(cd tree && PATH=$plain sh -c '. shell/env.sh; command -v xinfo')" "$PWD/tree/build/bin/xinfo"
rm -r tree/build
is "not built" "$(PATH=$plain bash -c '. tree/shell/env.sh' 2>&1)" "env.sh: there is no $PWD/tree/build/bin: run make first"
none "and PATH is as it was" "$(PATH=$plain bash -c '. tree/shell/env.sh 2>/dev/null; command -v xinfo')"
done_testing
