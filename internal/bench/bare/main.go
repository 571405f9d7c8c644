// Command bare is what every start is measured against: a Go program that
// prints one line.
package main

import "os"

func main() {
	if _, err := os.Stdout.WriteString("bare\n"); err != nil {
		os.Exit(1)
	}
}
