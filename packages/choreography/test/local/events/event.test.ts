import { fc, it } from '#testing/property.ts';
import { expect } from 'vitest';
