/** What a Go programmer would write, in Java: the excerpts that the book shows side by side. */
package idioms;
