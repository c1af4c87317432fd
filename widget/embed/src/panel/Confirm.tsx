import { useEffect, useRef, useState } from 'preact/hooks';

/** A button that asks once before it acts. Escape takes it back. */
export function Confirm(props: {
  readonly ask: string;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly test: string;
  readonly onYes: () => void;
}) {
  const [isAsking, setAsking] = useState(false);
  const wasAsking = useRef(false);
  const no = useRef<HTMLButtonElement>(null);
  const ask = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsking) no.current?.focus();
    else if (wasAsking.current) ask.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);
  if (!isAsking) {
    return (
      <button type="button" class="quiet" ref={ask} data-test={props.test} onClick={() => setAsking(true)}>
        {props.ask}
      </button>
    );
  }
  return (
    <fieldset
      class="confirm"
      onKeyDown={(event) => {
        if (event.key === 'Escape') setAsking(false);
      }}
    >
      <legend>{props.question}</legend>
      <button type="button" class="danger" data-test={`${props.test}-yes`} onClick={props.onYes}>
        {props.yes}
      </button>
      <button type="button" class="quiet" ref={no} data-test={`${props.test}-no`} onClick={() => setAsking(false)}>
        {props.no}
      </button>
    </fieldset>
  );
}
