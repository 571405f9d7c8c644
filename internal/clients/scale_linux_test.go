package clients_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/backcare/backcare/internal/needs"
)

// scripts writes the scripts of docs/scale.md, each named behind the fence that
// opens it, into the folder.
func (b *bench) scripts() {
	b.t.Helper()
	text, err := os.ReadFile("../../docs/scale.md")
	if err != nil {
		b.t.Fatal(err)
	}
	found := regexp.MustCompile("(?ms)^```(?:sh|python) (\\S+)\n(.*?)^```$").FindAllStringSubmatch(string(text), -1)
	if len(found) != 4 {
		b.t.Fatalf("docs/scale.md has %d scripts", len(found))
	}
	for _, f := range found {
		b.file(f[1], f[2])
	}
}

func (b *bench) file(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// scaled runs a script over some thousand names of every kind and compares its
// answers, counts and status with those of one process. Nothing of it may be
// left running.
func (b *bench) scaled(script string) {
	b.t.Helper()
	b.scripts()
	var names strings.Builder
	for n := range 4000 {
		fmt.Fprintln(&names, []string{"paracetamol", "нурофен", "voltaren gel", "ketorolak", "finalgon", "analgin", "no-spa"}[n%7])
		if n > 3000 && n%5 == 0 {
			fmt.Fprintln(&names, "# a comment\n\nnobody's", n)
		}
	}
	b.file("names.txt", names.String())
	b.want(b.run("backcare drug lookup --from names.txt -o ndjson > one.ndjson 2> one.counts; echo $?"), "1")
	b.want(b.run("export BLOCK=20000; "+script+" names.txt > many.ndjson 2> many.counts; echo $?"), "1")
	b.run("cmp one.ndjson many.ndjson")
	b.want(b.run("sh totals.sh < many.counts"), b.run("cat one.counts"))
	if parts := b.run("grep -c '^backcare: ' many.counts"); parts == "1" {
		b.t.Error("nothing was split")
	}
	b.file("fine.txt", strings.Repeat("paracetamol\n", 4000))
	b.want(b.run(script+" fine.txt > many.ndjson 2> many.counts; echo $?"), "0")
}

func TestParallel(t *testing.T) {
	needs.Programs(t, "parallel")
	newBench(t).scaled("sh parallel.sh")
}

func TestDask(t *testing.T) {
	needs.File(t, "/usr/lib/python3/dist-packages/distributed", "python3-distributed")
	b := newBench(t)
	// Debian's Python has what Debian installs.
	b.scaled(`setsid --wait sh -c 'echo $$ > session; exec /usr/bin/python3 dask_bag.py "$1"' sh`)
	// Python's own tracker of shared memory ends a moment after the program.
	if left := b.run(`for n in $(seq 100); do pgrep -a -s "$(cat session)" > left || break; sleep 0.1; done; cat left`); left != "" {
		t.Errorf("processes are left: %s", left)
	}
}

// TestSlurm makes a cluster of one node, on the loopback and as root.
func TestSlurm(t *testing.T) {
	needs.Programs(t, "munged", "slurmctld", "slurmd", "sbatch")
	if os.Geteuid() != 0 {
		needs.Unmet(t, "a cluster of Slurm is started by root only")
	}
	b := newBench(t)
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	host, _, _ = strings.Cut(host, ".")
	b.file("munge.key", strings.Repeat("not a secret ", 20))
	in := func(name string) string { return filepath.Join(b.dir, name) }
	for _, d := range []string{"state", "spool"} {
		if err := os.Mkdir(in(d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	b.file("slurm.conf", fmt.Sprintf(`ClusterName=one
SlurmctldHost=%[1]s(127.0.0.1)
SlurmctldPort=%[3]d
SlurmdPort=%[4]d
AuthType=auth/munge
AuthInfo=socket=%[2]s/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=%[2]s/state
SlurmdSpoolDir=%[2]s/spool
SlurmctldPidFile=%[2]s/slurmctld.pid
SlurmdPidFile=%[2]s/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MpiDefault=none
NodeName=%[1]s NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=%[1]s Default=YES State=UP
`, host, b.dir, freePort(t), freePort(t)))
	t.Setenv("SLURM_CONF", in("slurm.conf"))
	b.daemon("munged", "--foreground", "--force", "--key-file="+in("munge.key"), "--socket="+in("munge.socket"),
		"--pid-file="+in("munged.pid"), "--log-file="+in("munged.log"), "--seed-file="+in("munge.seed"))
	b.daemon("slurmctld", "-D", "-i", "-f", in("slurm.conf"))
	b.daemon("slurmd", "-D", "-f", in("slurm.conf"))
	b.run("for n in $(seq 300); do sinfo -h -o %T 2>/dev/null | grep -q idle && exit; sleep 0.1; done; cat *.log >&2; exit 1")
	b.scaled("sh slurm.sh")
}

// freePort is a port of the loopback that nobody listens at.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// daemon starts a program and ends it, with what it has started, after the
// test.
func (b *bench) daemon(name string, args ...string) {
	b.t.Helper()
	log, err := os.Create(filepath.Join(b.dir, name+".out.log"))
	if err != nil {
		b.t.Fatal(err)
	}
	c := exec.Command(name, args...)
	c.Stdout, c.Stderr = log, log
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.Start(); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		end := time.AfterFunc(20*time.Second, func() { _ = c.Process.Kill() })
		_ = c.Wait() // ended by a signal
		if !end.Stop() {
			b.t.Errorf("%s did not end by itself", name)
		}
		if err := syscall.Kill(-c.Process.Pid, 0); err == nil {
			_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
			b.t.Errorf("%s left a process behind", name)
		}
		_ = log.Close()
	})
}
