import type { Deviations } from '../deviation.ts';

export const DELIVERIES: Deviations = {
  'InputPath gives the part of the event that it leads to': {
    MiniStack: {
      answers: {
        detail: [
          {
            a: {
              b: [
                1,
                {
                  c: 'deep',
                },
              ],
            },
          },
        ],
        object: [
          {
            b: [
              1,
              {
                c: 'deep',
              },
            ],
          },
        ],
        text: [
          {
            account: '<account>',
            detail: {
              a: {
                b: [
                  1,
                  {
                    c: 'deep',
                  },
                ],
              },
            },
            'detail-type': 'Told',
            id: '<uuid>',
            region: '<region>',
            resources: [],
            source: 'story',
            time: '<time>',
            version: '0',
          },
        ],
      },
      because: 'It knows no index of an array, and gives the whole event instead.',
    },
  },
};
