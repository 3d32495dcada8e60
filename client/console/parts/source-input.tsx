import { type DragEvent, useId, useState } from 'react';

/** A Terraform file as the import takes it. */
export interface Source {
  path: string;
  content: string;
}

interface SourceInputProps {
  files: Source[];
  text: string;
  onFiles: (files: Source[]) => void;
  onText: (text: string) => void;
}

const accepted = /\.(tf|tofu)$/i;

/** Terraform as files, chosen or dropped, or as pasted text. */
export function SourceInput({ files, text, onFiles, onText }: SourceInputProps) {
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
        <input id={`${id}-files`} type="file" multiple accept=".tf,.tofu" onChange={(event) => void take(event.target.files)} />
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
          onChange={(event) => onText(event.target.value)}
          placeholder={'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}'}
        />
      </div>
    </fieldset>
  );
}

async function readSource(file: File): Promise<Source> {
  return { path: file.webkitRelativePath || file.name, content: await file.text() };
}
