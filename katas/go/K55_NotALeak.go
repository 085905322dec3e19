// From mail_test.go; NewMailer and the server are in other files.
package mail

import (
	"runtime"
	"testing"
	"time"
)

func TestMailerLeavesNobodyBehind(t *testing.T) {
	before := runtime.NumGoroutine()

	mailer := NewMailer(server)
	mailer.Send("one")
	mailer.Close() // it sends what it has, and ends

	time.Sleep(10 * time.Millisecond)
	if more := runtime.NumGoroutine() - before; more > 0 {
		t.Errorf("%d goroutines leaked", more)
	}
}

// Red when the server is slow, or a test beside starts something.
// Green when the mailer leaks and something of another test ends.
