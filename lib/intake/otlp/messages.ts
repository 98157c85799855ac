import { Root } from 'protobufjs/light.js'

const list = (type: string, id: number) => ({ rule: 'repeated', type, id })
const attributes = (id: number) => list('KeyValue', id)

/** What all kinds of data points begin with. */
const POINT = {
  startTimeUnixNano: { type: 'fixed64', id: 2 },
  timeUnixNano: { type: 'fixed64', id: 3 },
}
const COUNTED = {
  count: { type: 'fixed64', id: 4 },
  sum: { type: 'double', id: 5 },
}

/**
 * The messages of OTLP (github.com/open-telemetry/opentelemetry-proto, v1), with the fields that are read here. The
 * names are those of the JSON encoding, so that both are read by the same code.
 */
export const messages = Root.fromJSON({
  nested: {
    AnyValue: {
      oneofs: {
        value: {
          oneof: [
            ...['stringValue', 'boolValue', 'intValue', 'doubleValue'],
            ...['arrayValue', 'kvlistValue', 'bytesValue'],
          ],
        },
      },
      fields: {
        stringValue: { type: 'string', id: 1 },
        boolValue: { type: 'bool', id: 2 },
        intValue: { type: 'int64', id: 3 },
        doubleValue: { type: 'double', id: 4 },
        arrayValue: { type: 'ArrayValue', id: 5 },
        kvlistValue: { type: 'KeyValueList', id: 6 },
        bytesValue: { type: 'bytes', id: 7 },
      },
    },
    ArrayValue: { fields: { values: list('AnyValue', 1) } },
    KeyValueList: { fields: { values: attributes(1) } },
    KeyValue: { fields: { key: { type: 'string', id: 1 }, value: { type: 'AnyValue', id: 2 } } },
    Resource: { fields: { attributes: attributes(1) } },
    Scope: {
      fields: {
        name: { type: 'string', id: 1 },
        version: { type: 'string', id: 2 },
        attributes: attributes(3),
      },
    },
    LogRecord: {
      fields: {
        timeUnixNano: { type: 'fixed64', id: 1 },
        severityNumber: { type: 'int32', id: 2 },
        severityText: { type: 'string', id: 3 },
        body: { type: 'AnyValue', id: 5 },
        attributes: attributes(6),
        traceId: { type: 'bytes', id: 9 },
        observedTimeUnixNano: { type: 'fixed64', id: 11 },
        eventName: { type: 'string', id: 12 },
      },
    },
    // What stands beside the points of a metric; they are the field 1.
    Kind: {
      fields: {
        aggregationTemporality: { type: 'int32', id: 2 },
        isMonotonic: { type: 'bool', id: 3 },
      },
    },
    Metric: {
      fields: {
        name: { type: 'string', id: 1 },
        gauge: { type: 'Kind', id: 5 },
        sum: { type: 'Kind', id: 7 },
        histogram: { type: 'Kind', id: 9 },
        exponentialHistogram: { type: 'Kind', id: 10 },
        summary: { type: 'Kind', id: 11 },
      },
    },
    NumberPoint: {
      oneofs: { value: { oneof: ['asDouble', 'asInt'] } },
      fields: {
        ...POINT,
        asDouble: { type: 'double', id: 4 },
        asInt: { type: 'sfixed64', id: 6 },
        attributes: attributes(7),
        flags: { type: 'uint32', id: 8 },
      },
    },
    HistogramPoint: {
      fields: {
        ...POINT,
        ...COUNTED,
        bucketCounts: list('fixed64', 6),
        explicitBounds: list('double', 7),
        attributes: attributes(9),
        flags: { type: 'uint32', id: 10 },
        min: { type: 'double', id: 11 },
        max: { type: 'double', id: 12 },
      },
    },
    Buckets: {
      fields: { offset: { type: 'sint32', id: 1 }, bucketCounts: list('uint64', 2) },
    },
    ExponentialPoint: {
      fields: {
        ...POINT,
        ...COUNTED,
        attributes: attributes(1),
        scale: { type: 'sint32', id: 6 },
        zeroCount: { type: 'fixed64', id: 7 },
        positive: { type: 'Buckets', id: 8 },
        negative: { type: 'Buckets', id: 9 },
        flags: { type: 'uint32', id: 10 },
        min: { type: 'double', id: 12 },
        max: { type: 'double', id: 13 },
      },
    },
    Quantile: { fields: { quantile: { type: 'double', id: 1 }, value: { type: 'double', id: 2 } } },
    SummaryPoint: {
      fields: {
        ...POINT,
        ...COUNTED,
        quantileValues: list('Quantile', 6),
        attributes: attributes(7),
        flags: { type: 'uint32', id: 8 },
      },
    },
    PartialSuccess: {
      // In JSON the first has another name for each kind of request.
      fields: { rejected: { type: 'int64', id: 1 }, errorMessage: { type: 'string', id: 2 } },
    },
    Answer: { fields: { partialSuccess: { type: 'PartialSuccess', id: 1 } } },
    Status: { fields: { code: { type: 'int32', id: 1 }, message: { type: 'string', id: 2 } } },
  },
})

/** An `Export…ServiceResponse`, or the `Status` that goes with a refusal. */
export const encoded = (type: 'Answer' | 'Status', message: object): Uint8Array =>
  messages.lookupType(type).encode(messages.lookupType(type).fromObject(message)).finish()
