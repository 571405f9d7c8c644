// Package clients tests backcare's output against the programs that people
// feed it to: jq, Miller, sqlite3, nushell, DuckDB, a JSON Schema validator of
// another make, and the shells whose completion it prints. "make clients"
// installs them, "make test-clients" requires them.
package clients
