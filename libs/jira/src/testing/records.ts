/** A comment that the simulator holds. */
export interface SimulatedComment {
  id: string;
  author: string;
  /** ADF in Cloud, wiki markup in Data Center. */
  body: unknown;
  created: number;
  updated: number;
  properties: Record<string, unknown>;
  visibility?: unknown;
}

export interface SimulatedAttachment {
  id: string;
  filename: string;
  mimeType: string;
  content: Buffer;
  author: string;
  created: number;
}

/** An issue that the simulator holds; may be edited. Times are milliseconds since the Unix epoch. */
export interface SimulatedIssue {
  id: string;
  key: string;
  project: string;
  type: string;
  status: string;
  /** By id: summary, description, labels, custom fields. */
  fields: Record<string, unknown>;
  assignee: string | undefined;
  reporter: string;
  created: number;
  updated: number;
  /** The statuses it has been in, in order. */
  history: string[];
  /** When it went from one to the next, and by whom (a user's id). */
  changes: { at: number; author: string; from: string; to: string }[];
  properties: Record<string, unknown>;
  comments: SimulatedComment[];
  attachments: SimulatedAttachment[];
  watchers: string[];
  /** Service Management: the request type's id. */
  requestType?: string;
}

export interface SimulatedLink {
  id: string;
  type: string;
  /** Keys: `inward` blocks `outward`. */
  inward: string;
  outward: string;
}
