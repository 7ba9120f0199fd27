/** Text of machines. A character that does not print is an escape that one can see. */
import { visiblePieces } from "../model/visible";

export function VisibleText({ text }: { readonly text: string }) {
  return (
    <>
      {visiblePieces(text).map((piece, index) =>
        piece.isEscape ? (
          <span key={index} class="escape">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}
