// Reads the body of a response, up to a limit: a server may send without end.
import { after } from "../timer.ts";

/** The longest body that is read, in bytes: more than any response that the module accepts. */
const MAX_BYTES = 2 ** 18;

/** Returns the text of a body; empty if it is longer, incomplete, takes longer than `timeoutMs`, or was read before. */
export const readText = async (response: Response, timeoutMs?: number): Promise<string> => {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  let isOver = false;
  let cancel = () => {};
  try {
    const reader = response.body?.getReader();
    if (reader && timeoutMs !== undefined) {
      cancel = after(timeoutMs, () => {
        isOver = true;
        reader.cancel();
      });
    }
    for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
      length += next.value.length;
      if (length > MAX_BYTES) {
        await reader?.cancel();
        return "";
      }
      text += decoder.decode(next.value, { stream: true });
    }
    return isOver ? "" : text + decoder.decode();
  } catch {
    return "";
  } finally {
    cancel();
  }
};
