package render

// indentedJSON is an answer as one JSON document, indented by two spaces.
func indentedJSON(a Answer, _ Options) ([]byte, error) { return encode(a.JSON(), true) }
