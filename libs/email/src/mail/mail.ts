/** `ada@example.org`, `Ada Lovelace <ada@example.org>`, or the two apart. */
export type MailAddress = string | { name?: string; address: string };

export interface MailAttachment {
  /** Without a path. */
  filename: string;
  /** A text is encoded as UTF-8. Files are not read by this library. */
  content: string | Uint8Array;
  /** Default: by the ending of the file's name. */
  contentType?: string;
}

/** An image shown inside the html: `<img src="cid:logo">`. */
export interface InlineImage extends MailAttachment {
  cid: string;
}

/** One mail. */
export interface Mail {
  /**
   * What this mail is known by: the same key gives the same Message-ID, by which it can be found again, and stands in the
   * result. Without one the Message-ID is by chance.
   */
  key?: string;
  /** Default: the account's. */
  from?: MailAddress;
  to: MailAddress | readonly MailAddress[];
  cc?: MailAddress | readonly MailAddress[];
  /** Gets the mail, and stands in no header. */
  bcc?: MailAddress | readonly MailAddress[];
  /** Default: the account's. */
  replyTo?: MailAddress | readonly MailAddress[];
  /** One line. */
  subject: string;
  /** One of `text` and `html`, or both. */
  text?: string;
  html?: string;
  attachments?: readonly MailAttachment[];
  images?: readonly InlineImage[];
  /** Message-ID of the mail that this one answers: `<id@example.org>`. */
  inReplyTo?: string;
  /** Message-IDs of the thread, the oldest first; default: that of `inReplyTo`. */
  references?: readonly string[];
  /** RFC 3834: keeps others' machines from answering; default `auto-generated`. */
  autoSubmitted?: 'auto-generated' | 'auto-replied' | 'no';
  /** Further headers: `X-...` and `List-...` only. */
  headers?: Readonly<Record<string, string>>;
  /** Sends it to these of its recipients alone, the headers staying as they are: what `failedOf` sets. */
  onlyTo?: readonly string[];
}
