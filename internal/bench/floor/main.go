// Command floor is the least that a program with the chosen packages costs:
// it links cobra, viper, tablewriter and fuzzy, builds one command with one
// setting, and prints a line.
package main

import (
	"fmt"
	"os"

	"github.com/olekukonko/tablewriter"
	"github.com/sahilm/fuzzy"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"
)

func main() {
	v := viper.New()
	v.SetDefault("output", "floor")
	c := &cobra.Command{Use: "floor", Args: cobra.ArbitraryArgs, RunE: func(cmd *cobra.Command, args []string) error {
		// Never taken at a start, but the linker must keep what it needs.
		if len(args) > 1 {
			t := tablewriter.NewWriter(os.Stdout)
			for _, m := range fuzzy.Find(args[0], args[1:]) {
				if err := t.Append(m.Str, fmt.Sprint(m.Score)); err != nil {
					return err
				}
			}
			return t.Render()
		}
		_, err := fmt.Println(v.GetString("output"))
		return err
	}}
	if err := c.Execute(); err != nil {
		os.Exit(1)
	}
}
