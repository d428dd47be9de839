import { expect, it } from '@jest/globals';
import { explanationText } from './explain.ts';
import { textQuery } from '../text/text-query.ts';

it('explains which lists are asked for, and what is checked where', () => {
  const explanation = textQuery(
    {
      resource: 'servers',
      where: ['status=ERROR and updated<60d', 'project.name=demo or not hypervisor()', 'user.email~x'],
      select: 'name,user.email',
      sort: '-updated',
    },
    0,
  ).explain();
  expect(explanationText(explanation)).toBe(`keystone GET /users: join user
keystone GET /projects: join project
nova GET /os-hypervisors/detail: link hypervisors
nova GET /servers/detail: the rows
  the service filters  status=ERROR
  the service filters  userId, if one user alone fits
  checked here         status=ERROR and updated<60d
  checked here         project.name=demo or (not hypervisor())
  checked here         user.email~x
Rows are shown when all are known: they are sorted or grouped.
Columns: name, user.email
`);
});

it('says that rows are streamed, and what is asked of linked ones', () => {
  const explanation = textQuery({ resource: 'users', where: ['servers(host=hv1)'] }, 0).explain();
  expect(explanation).toEqual({
    requests: [
      { request: 'nova GET /servers/detail', why: 'link servers', filter: { host: 'hv1' }, here: ['host=hv1'] },
      { request: 'keystone GET /users', why: 'the rows', filter: {}, here: ['servers(host=hv1)'] },
    ],
    rows: 'streamed',
    columns: ['id', 'name', 'email', 'domainId', 'enabled'],
  });
});
