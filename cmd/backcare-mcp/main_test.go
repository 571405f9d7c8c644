package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// build compiles the program as users do.
func build(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "backcare-mcp")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return bin
}

// command runs the program in an empty folder, which is also its HOME.
func command(t *testing.T, bin string, args ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	cmd = exec.Command(bin, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"HOME=" + cmd.Dir}
	stderr = &bytes.Buffer{}
	cmd.Stderr = stderr
	return cmd, stderr
}

// TestPipes: the program answers the SDK's client over real pipes, says nothing
// else, writes no file and ends with status 0 when the client does.
func TestPipes(t *testing.T) {
	bin := build(t)
	for _, args := range [][]string{nil, {"--data", "small"}} {
		cmd, stderr := command(t, bin, args...)
		if err := os.CopyFS(filepath.Join(cmd.Dir, "small"), os.DirFS("../backcare/testdata/small")); err != nil {
			t.Fatal(err)
		}
		before := files(t, cmd.Dir)
		ctx := context.Background()
		s, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(ctx, &mcp.CommandTransport{Command: cmd}, nil)
		if err != nil {
			t.Fatal(err)
		}
		list, err := s.ListTools(ctx, nil)
		if err != nil || len(list.Tools) != 5 {
			t.Fatalf("%v, %+v", err, list)
		}
		name := map[bool]string{true: "paracetmol", false: "betagel"}[args == nil]
		res, err := s.CallTool(ctx, &mcp.CallToolParams{Name: "lookup_medicine", Arguments: map[string]any{"names": []string{name}, "week": 22}})
		if err != nil || res.IsError {
			t.Fatalf("%v, %+v", err, res)
		}
		text := res.Content[0].(*mcp.TextContent).Text
		if !strings.Contains(text, "Week 22 (second trimester): ") || strings.HasPrefix(text, `From the folder "small"`) == (args == nil) {
			t.Errorf("%s", text)
		}
		if err := s.Close(); err != nil {
			t.Errorf("it ended with %v", err)
		}
		if code := cmd.ProcessState.ExitCode(); code != 0 || stderr.Len() > 0 {
			t.Errorf("status %d, %q", code, stderr)
		}
		if after := files(t, cmd.Dir); after != before {
			t.Errorf("files before:\n%s\nafter:\n%s", before, after)
		}
	}
}

// files lists a folder with the sizes of its files.
func files(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.Walk(dir, func(path string, st os.FileInfo, err error) error {
		if err == nil && !st.IsDir() {
			fmt.Fprintln(&b, path, st.Size())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestClientGone: a client that stops reading in the middle of an answer, and
// keeps its other end open, ends the program quietly.
func TestClientGone(t *testing.T) {
	cmd, stderr := command(t, build(t))
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(in, `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}`)
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	out.Close()
	done := make(chan error, 1)
	go func() {
		for i := 1; ; i++ { // until the other end is gone as well
			if _, err := fmt.Fprintf(in, `{"jsonrpc":"2.0","id":%d,"method":"tools/list"}`+"\n", i); err != nil {
				break
			}
		}
		done <- cmd.Wait()
	}()
	select {
	case err := <-done:
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) || stderr.Len() > 0 {
			t.Errorf("%v, %q", err, stderr)
		}
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		t.Fatal("it goes on without a client")
	}
}
