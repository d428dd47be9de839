import type { Image, ImageFilter, OpenStackClient } from '@opsbook/openstack';

/** The images of all projects, those too that sites have hidden, as they do with what they have replaced. */
export async function everyImage(
  { image: { images } }: OpenStackClient,
  filter: Omit<ImageFilter, 'visibility' | 'hidden'> = {},
): Promise<Image[]> {
  const found: Image[] = [];
  for (const hidden of [false, true]) {
    found.push(...(await images.list({ ...filter, visibility: 'all', hidden })));
  }
  return found;
}
