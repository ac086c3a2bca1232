#!/bin/bash
# Seeds as a job array: each task fits one seed, a last one merges.  With Slurm it is submitted, without the same runs one after the other.
set -eu -o pipefail

xrmc-model spinodal --size 96 --seed 11 --pattern -o 19-pattern.npy
seeds=4
cat >19-task.sh <<'END_'
#!/bin/bash
#SBATCH --job-name=xrmc
#SBATCH --cpus-per-task=1
#SBATCH --time=01:00:00
#SBATCH --requeue
#SBATCH --signal=TERM@60
# a task that was stopped goes on from its checkpoint when it is started again
i=$SLURM_ARRAY_TASK_ID
again=(); [ ! -e "19-run$i.h5.ckpt" ] || again=(--resume)
exec xrmc -q 19-pattern.npy --loading 0.5 --seed "$i" -j 1 -o "19-run$i.h5" "${again[@]}"
END_
if command -v sbatch >/dev/null && sinfo >/dev/null 2>&1; then
	sbatch --wait --array=1-$seeds 19-task.sh
else
	for i in $(seq $seeds); do SLURM_ARRAY_TASK_ID=$i bash 19-task.sh; done
fi
xrmc-merge 19-run[1-9].h5 -o 19-all.h5 --pictures 19-pictures
xview --cmap viridis --slice 0 19-all.h5::/rmc/mean -o 19-mean.png
xview --cmap viridis --slice 0 19-all.h5::/rmc/deviation -o 19-deviation.png
echo "median correlation of $seeds models: $(xinfo --get rmc.correlation_median 19-all.h5::/rmc/correlation)"
