// Package dataset holds the dataset that backcare carries in itself. It is
// generated from the YAML in data/ as constant tables, so that a lookup costs
// no parsing and no work at start.
package dataset

import "github.com/backcare/backcare/internal/catalog"

//go:generate go run ../gen/tables

// Embedded returns the dataset built into the program. It is shared and must
// not be changed.
func Embedded() *catalog.Dataset { return &embedded }
