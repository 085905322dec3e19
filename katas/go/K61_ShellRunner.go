package wild

import (
	"io"
	"os/exec"
)

// Start runs a script, and sends what it said when it is over.
func Start(script string) (<-chan string, error) {
	shell := exec.Command("/bin/sh", "-c", script)
	pipe, err := shell.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := shell.Start(); err != nil {
		return nil, err
	}
	result := make(chan string, 1)
	go func() {
		shell.Process.Wait() // for ever, if the pipe is full: nobody reads
		said, _ := io.ReadAll(pipe)
		result <- string(said)
	}()
	return result, nil
}

// shell.CombinedOutput() reads from the beginning. Then it waits for the end of the pipe, which a
// server in the background holds open, unless shell.WaitDelay says for how long at most.
