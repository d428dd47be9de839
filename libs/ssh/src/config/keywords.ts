/** What becomes of a keyword of ssh_config(5) here. */
export type Treatment =
  /** Obeyed. */
  | 'one'
  /** Obeyed, several words. */
  | 'many'
  /** Obeyed, and may stand several times. */
  | 'repeated'
  /** Has no meaning for commands without a terminal, or only changes what is not done here. */
  | 'none'
  /** Not obeyed; connections stay as safe as they are without it. Told as a note. */
  | 'noted'
  /** To leave it out would connect elsewhere, or weaken a check: refused, except by the transport `openssh`. */
  | 'refused';

const named = (treatment: Treatment, keywords: string) =>
  keywords.split(/\s+/).map((keyword): [string, Treatment] => [keyword, treatment]);

/** By keyword in lower case. Keywords that are not here are faults, as they are for OpenSSH. */
export const KEYWORDS: ReadonlyMap<string, Treatment> = new Map([
  ...named(
    'one',
    'addressfamily connecttimeout connectionattempts hostkeyalias hostname identitiesonly identityagent passwordauthentication port proxyjump pubkeyauthentication serveralivecountmax serveraliveinterval stricthostkeychecking user',
  ),
  ...named('many', 'globalknownhostsfile userknownhostsfile'),
  ...named('repeated', 'identityfile'),
  ...named(
    'none',
    'addkeystoagent batchmode checkhostip clearallforwardings compression controlmaster controlpath controlpersist enableescapecommandline enablesshkeysign escapechar exitonforwardfailure fingerprinthash forkafterauthentication forwardagent forwardx11 forwardx11timeout forwardx11trusted gatewayports gssapiauthentication gssapidelegatecredentials hashknownhosts hostbasedauthentication ignoreunknown ipqos kbdinteractiveauthentication challengeresponseauthentication kbdinteractivedevices localcommand localforward remoteforward dynamicforward loglevel logverbose nohostauthenticationforlocalhost numberofpasswordprompts permitlocalcommand permitremoteopen preferredauthentications requesttty sendenv sessiontype setenv stdinnull streamlocalbindmask streamlocalbindunlink syslogfacility tcpkeepalive tunnel tunneldevice updatehostkeys verifyhostkeydns visualhostkey xauthlocation usekeychain proxyusefdpass obscurekeystroketiming channeltimeout',
  ),
  ...named(
    'noted',
    'casignaturealgorithms ciphers hostbasedacceptedalgorithms hostbasedkeytypes hostkeyalgorithms kexalgorithms macs pubkeyacceptedalgorithms pubkeyacceptedkeytypes rekeylimit requiredrsasize certificatefile',
  ),
  ...named(
    'refused',
    'bindaddress bindinterface canonicaldomains canonicalizefallbacklocal canonicalizehostname canonicalizemaxdots canonicalizepermittedcnames knownhostscommand pkcs11provider proxycommand remotecommand revokedhostkeys securitykeyprovider',
  ),
]);
