funnelcloud check there-is-none.cfg
