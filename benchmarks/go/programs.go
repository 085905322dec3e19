package main

import "time"

// A program opens something that has a goroutine of its own, and closes it. The goroutine stays.
// These are K11, K21 and K31, as somebody would have written them in Go.
var programs = map[string]func(){
	"context": openAndCloseTicker,
	"channel": shipLog,
	"select":  openAndCloseRoom,
}

// Context: done is closed, and the loop never looks at it.
func openAndCloseTicker() {
	done := make(chan struct{})
	go func() {
		for {
			select {
			default: // case <-done: return
				time.Sleep(time.Hour)
			}
		}
	}()
	close(done)
}

// Channel: the worker ranges over lines. Nobody says which one was the last.
func shipLog() {
	lines := make(chan string, 16)
	answered := make(chan struct{}, 1)
	go func() {
		for range lines {
			answered <- struct{}{}
		}
	}()
	lines <- "a line"
	<-answered
	// close(lines)
}

// Select: two ways to get work, and no way out.
func openAndCloseRoom() {
	doorbell := make(chan func(string))
	messages := make(chan string)
	over := make(chan struct{})
	go func() {
		var guests []func(string)
		for {
			select { // case <-over: return
			case guest := <-doorbell:
				guests = append(guests, guest)
			case message := <-messages:
				for _, tell := range guests {
					tell(message)
				}
			}
		}
	}()
	close(over)
}
