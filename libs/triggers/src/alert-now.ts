/** What an Alertmanager knows of an alert, whether or not it tells anybody. */
export type AlertNow =
  | { fires: false }
  | {
      fires: true;
      /** UTC ISO 8601: later than the event says where it was over in between. */
      since: string;
      /** The silences that cover it, as people call them. */
      silences: readonly string[];
    };
