import type { Compilable, Kysely } from 'kysely'
import type { Database } from './database.ts'

/** Stands in a query for a value that is known only when it is asked. */
type Placeholder<Values> = { readonly placeholder: keyof Values }

const isPlaceholder = <Values>(parameter: unknown): parameter is Placeholder<Values> =>
  typeof parameter === 'object' && parameter !== null && 'placeholder' in parameter

/**
 * A query that is written out once and then asked with other values each time: for reads that nearly every request
 * makes, writing them out costs as much as asking them. `value('id')` stands where `id` will be.
 */
export const prepared =
  <Values extends Readonly<Record<string, string | number>>>(db: Kysely<Database>) =>
  <Row>(
    write: (value: <Name extends keyof Values>(name: Name) => Values[Name]) => Compilable<Row>,
  ): ((values: Values) => Promise<Row[]>) => {
    // The compiler of queries passes on what it does not know; the value takes its place when it is asked.
    const value = <Name extends keyof Values>(name: Name) =>
      ({ placeholder: name }) satisfies Placeholder<Values> as unknown as Values[Name]
    const query = write(value).compile()
    return async (values) => {
      const parameters = query.parameters.map((parameter) =>
        isPlaceholder<Values>(parameter) ? values[parameter.placeholder] : parameter,
      )
      return (await db.executeQuery<Row>({ ...query, parameters })).rows
    }
  }
