# env.sh - use the programs of this tree without installing them:  . shell/env.sh
# PATH gets build/bin, and bash the completions; sourcing it twice does no harm.
if [ -n "${BASH_SOURCE:-}" ]; then beampipe_top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
else beampipe_top=$(pwd); fi		# another shell: from the top of the tree
if [ -x "$beampipe_top/build/bin/xinfo" ]; then
	case ":$PATH:" in *":$beampipe_top/build/bin:"*) ;; *) PATH=$beampipe_top/build/bin:$PATH ;; esac
	if [ -n "${BASH_VERSION:-}" ]; then
		for beampipe_file in "$beampipe_top"/build/completion/*; do . "$beampipe_file"; done
	fi
else
	echo "env.sh: there is no $beampipe_top/build/bin: run make first" >&2
fi
unset beampipe_top beampipe_file
