package locks

import (
	"bufio"
	"errors"
	"net"
)

// Connect calls a server and logs in.
func Connect(address string, listener func(line string)) (net.Conn, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	answer := make(chan string, 1)
	go func() { // ends when conn is closed
		defer close(answer)
		lines := bufio.NewScanner(conn)
		lines.Scan()
		answer <- lines.Text()
		for lines.Scan() {
			listener(lines.Text())
		}
	}()
	if _, err := conn.Write([]byte("LOGIN\n")); err != nil {
		return nil, err // Who closes conn?
	}
	if <-answer != "WELCOME" {
		return nil, errors.New("refused") // And here?
	}
	return conn, nil
}
