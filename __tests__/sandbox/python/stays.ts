/** A script that starts a second process, which connects to the payload's port and stays, and then stays as well. */
export const STAYS = `
import os, socket, time
def handler(events, context):
    if os.fork() == 0:
        connection = socket.create_connection(("127.0.0.1", events["port"]))
    time.sleep(3600)
`;
