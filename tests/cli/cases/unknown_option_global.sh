funnelcloud --frob
