/** The tables of AWS's services against botocore's models, where the pinned botocore is installed. */
import { makeServiceTable, serviceTableText } from "../../src/botocore/make-table";
import { botocoreFolder, readModels } from "../../src/botocore/model-files";
import { tabledClients, tableText } from "../../src/botocore/service-table";
import { findBoto } from "../../src/tools/boto";
import { describeWith } from "../requires";

describeWith(["python3"], "the tables of AWS's services", () => {
  it("are what `npm run generate` would write", async () => {
    const { modulePath } = await findBoto({ env: process.env, log: () => undefined });
    const clients = new Set(tabledClients());
    let operations = 0;
    let bytes = 0;
    for (const [client, model] of readModels(botocoreFolder(modulePath) ?? "")) {
      const table = makeServiceTable(client, model);
      const text = serviceTableText(table);
      expect({ client, isCurrent: clients.delete(client) && tableText(client) === text }).toEqual({
        client,
        isCurrent: true,
      });
      operations += Object.keys(table.operations).length;
      bytes += text.length;
    }
    expect([...clients]).toEqual([]);
    console.log(`${operations.toLocaleString("en")} operations, ${bytes.toLocaleString("en")} characters.`);
  });
});
