import { type DragEvent, useId, useState } from 'react';

/** A Terraform file as the import takes it. */
export interface Source {
  path: string;
  content: string;
}

interface SourceInputProps {
  files: Source[];
  text: string;
  /** Why the files, or the pasted text, were refused: with line and column where the server names them. */
  fileFault?: string;
  textFault?: string;
  onFiles: (files: Source[]) => void;
  onText: (text: string) => void;
}

const accepted = /\.(tf|tofu)$/i;

/** Terraform as files, chosen or dropped, or as pasted text. */
export function SourceInput({ files, text, fileFault, textFault, onFiles, onText }: SourceInputProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const [ignored, setIgnored] = useState<string[]>([]);
  const take = async (list: FileList | null) => {
    const chosen = [...(list ?? [])];
    setIgnored(chosen.filter((file) => !accepted.test(file.name)).map((file) => file.name));
    onFiles(await Promise.all(chosen.filter((file) => accepted.test(file.name)).map(readSource)));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  };
  return (
    <fieldset className="source">
      <legend>Terraform configuration</legend>
      <div
        className={over ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <label htmlFor={`${id}-files`}>Choose .tf files, or drop them here</label>
        <input
          id={`${id}-files`}
          type="file"
          multiple
          accept=".tf,.tofu"
          aria-invalid={fileFault ? true : undefined}
          aria-describedby={fileFault && `${id}-file-fault`}
          onChange={(event) => void take(event.target.files)}
        />
        {fileFault && (
          <p id={`${id}-file-fault`} className="field-fault">
            {fileFault}
          </p>
        )}
        <p className="field-hint" role="status">
          {files.length > 0 && `${files.map((file) => file.path).join(', ')} chosen. `}
          {ignored.length > 0 && `Left out, as not .tf: ${ignored.join(', ')}.`}
        </p>
      </div>
      <div className="field">
        <label htmlFor={`${id}-text`}>or paste a configuration</label>
        <textarea
          id={`${id}-text`}
          rows={10}
          spellCheck={false}
          value={text}
          aria-invalid={textFault ? true : undefined}
          aria-describedby={textFault && `${id}-text-fault`}
          onChange={(event) => onText(event.target.value)}
          placeholder={'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}'}
        />
        {textFault && (
          <p id={`${id}-text-fault`} className="field-fault">
            {textFault}
          </p>
        )}
      </div>
    </fieldset>
  );
}

async function readSource(file: File): Promise<Source> {
  return { path: file.webkitRelativePath || file.name, content: await file.text() };
}
