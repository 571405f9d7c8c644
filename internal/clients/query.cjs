// query.cjs SQL: runs SQL in an empty DuckDB and prints the rows as JSON.
const { DuckDBInstance } = require("@duckdb/node-api")
async function main(sql) {
  const db = await DuckDBInstance.create()
  const reader = await (await db.connect()).runAndReadAll(sql)
  console.log(JSON.stringify(reader.getRowObjectsJson()))
}
main(process.argv[2])
