/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf, keysOf } from '../contract-target.ts';
import type { Json } from '../wire.ts';
import {
  absent,
  act,
  askType,
  askVolume,
  bad,
  cleanUpVolumesAfter,
  errorOf,
  forbidden,
  lookAt,
  makeVolume,
  untilVolume,
} from './contract-volumes.ts';

const KEYS = ['description', 'extra_specs', 'id', 'is_public', 'name', 'os-volume-type-access:is_public'];

/** Volume types, who may use them, and giving a volume another one. */
export function volumeTypesContract(target: TargetOf): void {
  describe('a volume type', () => {
    cleanUpVolumesAfter(target);
    const name = `${PREFIX}type`;
    let own: Json;
    let project = '';
    beforeAll(async () => {
      const given = { name, description: 'd', extra_specs: { a: 'b' }, 'os-volume-type-access:is_public': false };
      own = (await askType(target().admin, given)).body.volume_type;
      project = (await target().member.token()).project?.id ?? '';
    });
    const path = (more = '') => `/types/${own.id as string}${more}`;
    const list = async (query: string, wire = target().admin): Promise<string[]> =>
      (await wire.cinder('GET', `/types${query}`)).body.volume_types.map((type: { name: string }) => type.name);

    test('is private when asked for, and then for admins only', async () => {
      expect(own).toEqual({
        id: own.id,
        name,
        description: 'd',
        extra_specs: { a: 'b' },
        is_public: false,
        'os-volume-type-access:is_public': false,
      });
      const { body } = await target().admin.cinder('GET', path());
      expect(keysOf(body.volume_type)).toEqual([...KEYS, 'qos_specs_id'].sort());
      const hidden = await target().member.cinder('GET', path());
      expect(errorOf(hidden)).toEqual(absent(`Volume type ${own.id as string} could not be found.`));
    });

    test('is on the lists of those who may see it', async () => {
      expect(await list('')).not.toContain(name);
      expect(await list('?is_public=None')).toContain(name);
      expect(await list('?is_public=false')).toEqual([name]);
      expect(await list('?is_public=None', target().member)).not.toContain(name);
      expect((await list('?is_public=false', target().member)).length).toBeGreaterThan(0);
      const odd = await target().admin.cinder('GET', '/types?is_public=x');
      expect(errorOf(odd)).toEqual(bad('Invalid is_public filter [x]'));
      const page = await target().admin.cinder('GET', '/types?limit=1');
      expect(page.body.volume_type_links).toMatchObject([{ rel: 'next', href: expect.stringContaining('marker=') }]);
    });

    test('shows its extra specs to admins; what it is without a name is the default', async () => {
      const { body } = await target().admin.cinder('GET', '/types/default');
      expect(body.volume_type.extra_specs).not.toEqual({});
      const { id } = body.volume_type;
      const shown = await target().member.cinder('GET', `/types/${id as string}`);
      expect(keysOf(shown.body.volume_type)).toEqual(KEYS);
      expect(shown.body.volume_type).toMatchObject({ id, extra_specs: {} });
      const specs = await target().member.cinder('GET', `/types/${id as string}/extra_specs`);
      expect(specs.body).toEqual({ extra_specs: {} });
    });

    test('of a name that is taken, or none, is not made', async () => {
      const taken = await askType(target().admin, { name });
      expect(errorOf(taken)).toEqual([409, 'conflictingRequest', `Volume Type ${name} already exists.`]);
      const nameless = "Invalid input for field/attribute volume_type. Value: {}. 'name' is a required property";
      expect(errorOf(await askType(target().admin, {}))).toEqual(bad(nameless));
      const empty = "Invalid input for field/attribute name. Value: . '' is too short";
      expect(errorOf(await askType(target().admin, { name: '' }))).toEqual(bad(empty));
      expect(errorOf(await askType(target().member, { name }))).toEqual(forbidden('volume_extension:type_create'));
    });

    test('may be used by projects that were given access', async () => {
      const { admin, member } = target();
      const send = (body: object, wire = admin) => wire.cinder('POST', path('/action'), { body });
      const add = { addProjectAccess: { project } };
      const remove = { removeProjectAccess: { project } };
      const rule = 'volume_extension:volume_type_access:';
      const pair = `${own.id as string} / ${project} combination`;
      expect(errorOf(await send(add, member))).toEqual(forbidden(`${rule}addProjectAccess`));
      expect((await send(add)).status).toBe(202);
      const twice = [409, 'conflictingRequest', `Volume type access for ${pair} already exists.`];
      expect(errorOf(await send(add))).toEqual(twice);
      const { body } = await admin.cinder('GET', path('/os-volume-type-access'));
      expect(body).toEqual({ volume_type_access: [{ project_id: project, volume_type_id: own.id }] });
      expect((await member.cinder('GET', path())).body.volume_type).toMatchObject({ name, extra_specs: {} });
      const asked = await member.cinder('GET', path('/os-volume-type-access'));
      expect(errorOf(asked)).toEqual(forbidden(`${rule}get_all_for_type`));
      expect((await send(remove)).status).toBe(202);
      expect(errorOf(await send(remove))).toEqual(absent(`Volume type access not found for ${pair}.`));
    });

    test('that is public has no list of those', async () => {
      const { admin } = target();
      const { body } = await admin.cinder('GET', '/types/default');
      const open = `/types/${body.volume_type.id as string}`;
      const list = await admin.cinder('GET', `${open}/os-volume-type-access`);
      expect(errorOf(list)).toEqual(absent('Access list not available for public volume types.'));
      const added = await admin.cinder('POST', `${open}/action`, { body: { addProjectAccess: { project } } });
      const message = 'Invalid volume type: Type access modification is not applicable to public volume type.';
      expect(errorOf(added)).toEqual(bad(message));
    });

    test('has extra specs that come and go', async () => {
      const { admin, member } = target();
      const body = { extra_specs: { x: '1' } };
      expect((await admin.cinder('POST', path('/extra_specs'), { body })).body).toEqual(body);
      expect((await admin.cinder('GET', path('/extra_specs'))).body).toEqual({ extra_specs: { a: 'b', x: '1' } });
      expect((await admin.cinder('DELETE', path('/extra_specs/x'))).status).toBe(202);
      const gone = await admin.cinder('DELETE', path('/extra_specs/x'));
      expect(errorOf(gone)).toEqual(absent(`Volume Type ${own.id as string} has no extra specs with key x.`));
      const refused = await member.cinder('POST', path('/extra_specs'), { body });
      expect(errorOf(refused)).toEqual(forbidden('volume_extension:types_extra_specs:create'));
    });

    test('is changed', async () => {
      const put = (given: object, wire = target().admin) =>
        wire.cinder('PUT', path(), { body: { volume_type: given } });
      const open = await put({ is_public: true });
      expect([open.status, open.body.volume_type]).toEqual([
        200,
        { id: own.id, name, description: 'd', is_public: true, extra_specs: { a: 'b' } },
      ]);
      const nothing = bad('Specify volume type name, description, is_public or a combination thereof.');
      expect(errorOf(await put({}))).toEqual(nothing);
      expect(errorOf(await put({ name: 'x' }, target().member))).toEqual(forbidden('volume_extension:type_update'));
    });

    test('for several servers makes its volumes so, and is not deleted while they are there', async () => {
      const { admin, member } = target();
      await admin.cinder('DELETE', path('/extra_specs/a'));
      await admin.cinder('POST', path('/extra_specs'), { body: { extra_specs: { multiattach: '<is> True' } } });
      const volume = await makeVolume(target(), { volume_type: name });
      expect(volume).toMatchObject({ multiattach: true, volume_type: name, volume_type_id: own.id });
      const seen = await member.cinder('GET', path());
      expect(seen.body.volume_type.extra_specs).toEqual({ multiattach: '<is> True' });
      expect(errorOf(await admin.cinder('DELETE', path()))).toEqual(bad('Target volume type is still in use.'));
      expect(errorOf(await member.cinder('DELETE', path()))).toEqual(forbidden('volume_extension:type_delete'));
      const id = volume.id as string;
      const { body } = await admin.cinder('GET', '/types/default');
      const retyped = await act(member, id, { 'os-retype': { new_type: body.volume_type.name } });
      expect([retyped.status, retyped.body]).toEqual([202, undefined]);
      await untilVolume(target(), id, 'available');
      expect(await lookAt(target(), id)).toMatchObject({ volume_type: body.volume_type.name, multiattach: false });
      const same = await act(member, id, { 'os-retype': { new_type: body.volume_type.name } });
      expect(errorOf(same)[2]).toContain('Invalid volume: Retype needs volume to be in available or in-use state');
      const nowhere = await act(member, id, { 'os-retype': { new_type: 'nope' } });
      expect(errorOf(nowhere)).toEqual(absent('Volume type with name nope could not be found.'));
      expect((await admin.cinder('DELETE', path())).status).toBe(202);
      const lost = absent(`Volume type ${own.id as string} could not be found.`);
      expect(errorOf(await admin.cinder('DELETE', path()))).toEqual(lost);
    });

    test.each([
      ['no backend has', { volume_backend_name: 'nowhere' }],
      ['asks what no backend can do', { a: 'b' }],
    ])('that %s puts a volume into error, which a message explains', async (what, extra_specs) => {
      const wanted = { name: `${PREFIX}${what}`, extra_specs };
      await askType(target().admin, wanted);
      const { body } = await askVolume(target().member, { volume_type: wanted.name });
      const id = body.volume.id as string;
      expect(await untilVolume(target(), id, 'error')).toMatchObject({ 'os-vol-host-attr:host': null });
      const messages = await target().member.cinder('GET', `/messages?resource_uuid=${id}`);
      expect(messages.body.messages).toMatchObject([
        {
          event_id: 'VOLUME_VOLUME_001_003',
          user_message: 'schedule allocate volume:Could not find any available weighted backend.',
          message_level: 'ERROR',
          resource_type: 'VOLUME',
          resource_uuid: id,
          request_id: expect.stringMatching(/^req-/),
        },
      ]);
      const fine = await makeVolume(target());
      expect((await act(target().member, fine.id as string, { 'os-retype': { new_type: wanted.name } })).status).toBe(
        202,
      );
      const kept = await untilVolume(target(), fine.id as string, 'available');
      expect(kept.volume_type).toBe(fine.volume_type);
    });
  });
}
