# slurm.sh - a Slurm of this machine alone, for a test: sourced; needs root and the packages slurm-wlm, munge.
#	slurm_there         are the programs there, and may they be run?
#	slurm_start DIR     controller, one node and munge with all their files in DIR; exports SLURM_CONF
#	slurm_stop DIR      ends what slurm_start began, by its own process numbers
slurm_there() {
	local p
	[ "$(id -u)" = 0 ] || return
	for p in munged slurmctld slurmd sbatch squeue scancel; do PATH=$PATH:/usr/sbin command -v $p >/dev/null || return; done
}
slurm_ports() {	# two neighbours that nobody listens on
	local p
	for p in {41000..41900..10}; do
		ss -ltnH 2>/dev/null | grep -qE ":($p|$((p + 1))) " || { echo "$p"; return; }
	done
}
slurm_conf() {	# DIR PORT
	local host
	host=$(hostname -s)
	cat <<-END
		ClusterName=beampipe
		SlurmctldHost=$host(127.0.0.1)
		SlurmctldPort=$2
		SlurmdPort=$(($2 + 1))
		SlurmUser=root
		SlurmdUser=root
		AuthType=auth/munge
		AuthInfo=socket=$1/munge.socket
		CredType=cred/munge
		StateSaveLocation=$1/ctld
		SlurmdSpoolDir=$1/d
		SlurmctldPidFile=$1/slurmctld.pid
		SlurmdPidFile=$1/slurmd.pid
		SlurmctldLogFile=$1/slurmctld.log
		SlurmdLogFile=$1/slurmd.log
		ProctrackType=proctrack/linuxproc
		TaskPlugin=task/none
		SwitchType=switch/none
		MpiDefault=none
		AccountingStorageType=accounting_storage/none
		JobAcctGatherType=jobacct_gather/none
		SelectType=select/cons_tres
		SelectTypeParameters=CR_CPU
		SchedulerParameters=batch_sched_delay=0,sched_interval=1
		ReturnToService=2
		SlurmdParameters=config_overrides
		KillWait=2
		MailProg=/bin/true
		NodeName=$host NodeAddr=127.0.0.1 CPUs=${SLURM_CPUS:-4} RealMemory=1000 State=UNKNOWN
		PartitionName=all Nodes=$host Default=YES State=UP OverSubscribe=NO
	END
}
slurm_start() {	# DIR
	local dir i
	mkdir -p "$1/ctld" "$1/d" && chmod 755 "$1" || return
	dir=$(realpath "$1")
	head -c 256 /dev/urandom >"$dir/munge.key" && chmod 400 "$dir/munge.key" || return
	munged --force --key-file="$dir/munge.key" --socket="$dir/munge.socket" --pid-file="$dir/munged.pid" \
		--seed-file="$dir/munge.seed" --log-file="$dir/munged.log" || return
	slurm_conf "$dir" "$(slurm_ports)" >"$dir/slurm.conf"
	export SLURM_CONF=$dir/slurm.conf
	slurmctld -c 2>>"$dir/start.err" && slurmd -c -N "$(hostname -s)" 2>>"$dir/start.err" || return
	for ((i = 0; i < 150; i++)); do
		[ "$(sinfo -h -o %T 2>/dev/null)" != idle ] || return 0
		sleep 0.1
	done
	return 1
}
slurm_stop() {	# DIR
	local p pid i
	for p in slurmd slurmctld munged; do
		[ -s "$1/$p.pid" ] && pid=$(<"$1/$p.pid") || continue
		[ "$(cat "/proc/$pid/comm" 2>/dev/null)" = $p ] && kill "$pid"
		for ((i = 0; i < 100; i++)); do [ -d "/proc/$pid" ] || break; sleep 0.05; done
		[ ! -d "/proc/$pid" ] || kill -KILL "$pid"
	done
	unset SLURM_CONF
}
