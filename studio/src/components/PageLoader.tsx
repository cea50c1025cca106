import { Center, Loader } from '@mantine/core';
import { text } from '../text';

/** While a page is loaded. */
export function PageLoader() {
  return (
    <Center mih={240}>
      <Loader aria-label={text.common.loading} />
    </Center>
  );
}
