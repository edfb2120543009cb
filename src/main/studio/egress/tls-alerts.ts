/** Alerts of TLS (RFC 8446, section 6, and its forerunners) by the names that OpenSSL and BoringSSL give their errors. */
const ALERTS: ReadonlyMap<string, number> = new Map([
  ["UNEXPECTED_MESSAGE", 10],
  ["BAD_RECORD_MAC", 20],
  ["DECRYPTION_FAILED", 21],
  ["RECORD_OVERFLOW", 22],
  ["DECOMPRESSION_FAILURE", 30],
  ["HANDSHAKE_FAILURE", 40],
  ["NO_CERTIFICATE", 41],
  ["BAD_CERTIFICATE", 42],
  ["UNSUPPORTED_CERTIFICATE", 43],
  ["CERTIFICATE_REVOKED", 44],
  ["CERTIFICATE_EXPIRED", 45],
  ["CERTIFICATE_UNKNOWN", 46],
  ["ILLEGAL_PARAMETER", 47],
  ["UNKNOWN_CA", 48],
  ["ACCESS_DENIED", 49],
  ["DECODE_ERROR", 50],
  ["DECRYPT_ERROR", 51],
  ["EXPORT_RESTRICTION", 60],
  ["PROTOCOL_VERSION", 70],
  ["INSUFFICIENT_SECURITY", 71],
  ["INTERNAL_ERROR", 80],
  ["INAPPROPRIATE_FALLBACK", 86],
  ["USER_CANCELLED", 90],
  ["NO_RENEGOTIATION", 100],
  ["MISSING_EXTENSION", 109],
  ["UNSUPPORTED_EXTENSION", 110],
  ["CERTIFICATE_UNOBTAINABLE", 111],
  ["UNRECOGNIZED_NAME", 112],
  ["BAD_CERTIFICATE_STATUS_RESPONSE", 113],
  ["BAD_CERTIFICATE_HASH_VALUE", 114],
  ["UNKNOWN_PSK_IDENTITY", 115],
  ["CERTIFICATE_REQUIRED", 116],
  ["NO_APPLICATION_PROTOCOL", 120],
]);

export interface TlsAlert {
  readonly alertId: number;
  /** `handshake_failure` */
  readonly alertMessage: string;
}

/**
 * The alert that the other side sent, out of an error code of Node: `ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE`. Undefined
 * for failures that are found on this side.
 */
export function alertOf(code: string): TlsAlert | undefined {
  const name = /^ERR_SSL_(?:SSLV3|SSL\/TLS|TLSV1|TLSV13)_ALERT_(\w+)$/.exec(code)?.[1];
  // A few of the newer ones lost the word in their name.
  const short = name ?? /^ERR_SSL_TLSV1_(\w+)$/.exec(code)?.[1];
  const alertId = short === undefined ? undefined : ALERTS.get(short);
  return short === undefined || alertId === undefined ? undefined : { alertId, alertMessage: short.toLowerCase() };
}
