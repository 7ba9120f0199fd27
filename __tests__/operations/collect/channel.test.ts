import { Channel, ChannelClosedError } from "../../../src/operations/collect/channel";

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("a channel", () => {
  it("lets producers wait while the consumer is behind", async () => {
    const channel = new Channel<number>(2);
    let sent = 0;
    const produce = async () => {
      for (let number = 1; number <= 6; number++) {
        await channel.send(number);
        sent = number;
      }
      channel.finish();
    };
    const producing = produce();
    await turn();
    expect(sent).toBe(2);
    const taken: number[] = [];
    for await (const number of channel) {
      await turn();
      expect(sent - taken.length).toBeLessThanOrEqual(4);
      taken.push(number);
    }
    await producing;
    expect(taken).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("gives the values that were sent before a fault, and then the fault", async () => {
    const channel = new Channel<number>(5);
    await channel.send(1);
    channel.finish(new Error("broken"));
    const taken: number[] = [];
    const consume = async () => {
      for await (const number of channel) taken.push(number);
    };
    await expect(consume()).rejects.toThrow("broken");
    expect(taken).toEqual([1]);
  });

  it("ends its producers when the consumer stops", async () => {
    const channel = new Channel<number>(1);
    await channel.send(1);
    const next = channel.send(2);
    const waiting = expect(channel.send(3)).rejects.toThrow(ChannelClosedError);
    for await (const number of channel) if (number === 1) break;
    await Promise.all([next, waiting]);
    await expect(channel.send(4)).rejects.toThrow(ChannelClosedError);
  });
});
