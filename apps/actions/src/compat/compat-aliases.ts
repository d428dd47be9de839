/** A chat command (keys as in st2 `st2common/models/api/action.py`). */
export interface CompatAlias {
  name: string;
  description: string;
  /** Of the pack, without its ref. */
  action: string;
  formats: readonly { display: string; representation: readonly string[] }[];
}

const FIND = {
  display: '[properties COLUMNS] [criteria CONDITIONS] [sort_by COLUMNS] [on CLOUD]',
  representation: '( properties {{ select }})?( criteria {{ where }})?( sort_by {{ sort }})?( on {{ cloud = dev }})?',
};

const FLOATING = {
  display: '[criteria CONDITIONS] [on CLOUD]',
  representation: '( criteria {{ where }})?( on {{ cloud = dev }})?',
};

const CONDITIONS =
  'A condition that ends with name=value is given behind all else, in quotes: where="status=ERROR and updated<60d". Lists are divided at commas.';

/** The cloud pack's chat commands, whose actions were gone, on the runbooks that find the same. */
export const COMPAT_ALIASES: readonly CompatAlias[] = [
  listing('float_ip_list', '(float )?ip list', 'float ip list', 'network_find_floating_ips', 'floating IPs', FLOATING),
  listing('hypervisor_list', '(hypervisor|host) list', 'hypervisor list', 'hypervisor_find', 'hypervisors', FIND),
  listing('project_list', '(project|Project) list', 'project list', 'project_find', 'projects', FIND),
  listing('server_list', '(server|Server|VM|vm) list', 'server list', 'server_find', 'servers', FIND),
  listing('user_list', '(user|User) list', 'user list', 'user_find', 'users', FIND),
];

function listing(
  name: string,
  words: string,
  said: string,
  action: string,
  plural: string,
  rest: { display: string; representation: string },
): CompatAlias {
  return {
    name,
    description: `Lists ${plural}. ${CONDITIONS}`,
    action,
    formats: [{ display: `${said} ${rest.display}`, representation: [`${words}${rest.representation}`] }],
  };
}
